using DexExtra.Journal.EventLog;
using DexExtra.Messages;

namespace DexExtra.Engine.Host.Tests;

/// <summary>Follows the venue's low space switch through the event log.</summary>
internal sealed class SwitchTally(string folder) : IDisposable
{
    private readonly EventLogReader _reader = EventLogReader.Open(folder, 0);
    private LowSpaceSwitch? _last;

    /// <summary>Waits until the last thing said about the switch is this.</summary>
    public async Task WaitForAsync(LowSpaceSwitch expected)
    {
        while (true)
        {
            ReadAll();
            if (_last == expected)
            {
                return;
            }

            await Task.Delay(5);
        }
    }

    public void Dispose() => _reader.Dispose();

    private void ReadAll()
    {
        while (_reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.VenueStateChanged)
                {
                    _last = item.Body<VenueStateChanged>().State.LowSpace;
                }
            }
        }
    }
}
