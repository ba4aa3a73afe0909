using System.Runtime.CompilerServices;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;

namespace DexExtra.Journal.Tool.Tests;

/// <summary>An intact event log in which one deposit has another number: what a wrong engine would have written.</summary>
internal sealed class ForgedEvents : IDisposable
{
    public ForgedEvents(string source, long sequence)
    {
        using var reader = EventLogReader.Open(source, 0);
        using var writer = EventLogWriter.Open(
            Folder, new EventLogOptions { SegmentBytes = 16 << 10, PrepareInBackground = false });
        while (reader.TryRead(out var read, out var payload))
        {
            var copy = payload.ToArray();
            if (read == sequence)
            {
                Forge(copy);
            }

            writer.Append(read, copy);
        }
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("dexextra-forged-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void Forge(byte[] frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            if (item.Type == EventType.DepositCredited)
            {
                Unsafe.AsRef(in item.Body<DepositCredited>()).Request.DepositId = 999;
            }
        }
    }
}
