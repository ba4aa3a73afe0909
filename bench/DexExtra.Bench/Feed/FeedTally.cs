using System.Buffers.Text;

namespace DexExtra.Bench.Feed;

/// <summary>
/// What one connection saw of one market's book: messages, gaps by the rules of docs/protocol/feed.md, and the age of
/// each delta of the busiest market, from the intended time of the oldest update in it. One reader's task.
/// </summary>
internal sealed class FeedTally(FeedTimes times, bool isBusiest, bool isConflated)
{
    private long _sequence;
    private long _messages;

    public bool HasSnapshot { get; private set; }

    /// <summary>The connection is over.</summary>
    public bool IsEnded { get; set; }

    public long Gaps { get; private set; }

    public long Sequence => Volatile.Read(ref _sequence);

    public long Messages => Volatile.Read(ref _messages);

    public void Add(ReadOnlySpan<byte> message)
    {
        Volatile.Write(ref _messages, _messages + 1);
        var isDelta = message.IndexOf("\"book.delta\""u8) >= 0;
        if (isDelta)
        {
            var previous = Number(message, "\"previousSequence\":\""u8);
            Gaps += (isConflated ? previous > _sequence : previous != _sequence) ? 1 : 0;
            if (isBusiest)
            {
                times.Record(Math.Max(previous, _sequence) + 1, isConflated);
            }
        }
        else if (message.IndexOf("\"book.snapshot\""u8) >= 0)
        {
            HasSnapshot = true;
        }
        else
        {
            Gaps += message.IndexOf("\"heartbeat\""u8) >= 0
                && HasSnapshot && Number(message, "\"sequence\":\""u8) != _sequence ? 1 : 0;
            return;
        }

        Volatile.Write(ref _sequence, Number(message, "\"sequence\":\""u8));
    }

    private static long Number(ReadOnlySpan<byte> message, ReadOnlySpan<byte> name)
    {
        var at = message.IndexOf(name);
        return at >= 0 && Utf8Parser.TryParse(message[(at + name.Length)..], out long value, out _)
            ? value
            : throw new BenchException("a message without its sequence");
    }
}
