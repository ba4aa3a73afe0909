using DexExtra.Journal.EventLog;
using DexExtra.Messages;

namespace DexExtra.Engine.Host.Tests;

/// <summary>Reads the event log as a follower does and keeps what the tests ask for.</summary>
internal sealed class EventTally : IDisposable
{
    private readonly EventLogReader _reader;

    public EventTally(string folder) => _reader = EventLogReader.Open(folder, 0);

    public List<ulong> Deposits { get; } = [];

    public List<CommandRejected> Rejections { get; } = [];

    /// <summary>Payload of every frame, by sequence from 1.</summary>
    public List<byte[]> Frames { get; } = [];

    public void ReadAll()
    {
        while (_reader.TryRead(out var sequence, out var payload))
        {
            Frames.Add(payload.ToArray());
            Assert.Equal(Frames.Count, sequence);
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.DepositCredited)
                {
                    Deposits.Add(item.Body<DepositCredited>().Request.DepositId);
                }
                else if (item.Type == EventType.CommandRejected)
                {
                    Rejections.Add(item.Body<CommandRejected>());
                }
            }
        }
    }

    public async Task WaitForDepositsAsync(int count)
    {
        while (true)
        {
            ReadAll();
            Assert.Empty(Rejections);
            if (Deposits.Count >= count)
            {
                return;
            }

            await Task.Delay(5);
        }
    }

    public void Dispose() => _reader.Dispose();
}
