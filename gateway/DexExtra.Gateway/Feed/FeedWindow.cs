using System.Diagnostics.CodeAnalysis;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// The newest messages of one topic, for clients that come back within a while. Bounded in number and bytes; the oldest
/// fall out. Used with the venue's gate held.
/// </summary>
internal sealed class FeedWindow
{
    private readonly Queue<FeedMessage> _messages = new();
    private ulong _firstSequence;
    private int _bytes;

    public bool IsRecording { get; private set; }

    /// <summary>From here on every message is added: what follows on <paramref name="sequence"/> is known.</summary>
    public void Begin(ulong sequence)
    {
        if (!IsRecording)
        {
            IsRecording = true;
            _firstSequence = sequence;
        }
    }

    public void Clear()
    {
        IsRecording = false;
        _messages.Clear();
        _bytes = 0;
    }

    public void Add(FeedMessage message)
    {
        _messages.Enqueue(message);
        _bytes += message.Json.Length;
        while (_messages.Count > GatewayLimits.FeedWindowMessages || _bytes > GatewayLimits.FeedWindowBytes)
        {
            var oldest = _messages.Dequeue();
            _bytes -= oldest.Json.Length;
            _firstSequence = oldest.Sequence;
        }
    }

    /// <summary>
    /// Everything after a market sequence up to the newest one. False when that is not known any more, is in the
    /// future, or, of contiguous deltas, in the middle of one.
    /// </summary>
    public bool TryReplay(
        ulong after, ulong newest, bool isContiguous, [NotNullWhen(true)] out IReadOnlyList<FeedMessage>? missed)
    {
        missed = null;
        if (!IsRecording || after < _firstSequence || after > newest)
        {
            return false;
        }

        List<FeedMessage> found = [.. _messages.SkipWhile(message => message.Sequence <= after)];
        if (isContiguous && after != (found.Count == 0 ? newest : found[0].PreviousSequence))
        {
            return false;
        }

        missed = found;
        return true;
    }
}
