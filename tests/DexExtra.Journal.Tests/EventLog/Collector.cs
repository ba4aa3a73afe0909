using DexExtra.Journal.EventLog;

namespace DexExtra.Journal.Tests.EventLog;

internal readonly struct Collector(List<(long Sequence, string PayloadHex)> records) : IEventLogHandler
{
    public void OnRecord(long sequence, ReadOnlySpan<byte> payload)
        => records.Add((sequence, Convert.ToHexString(payload)));
}
