using System.Text;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// One message, encoded once and shared by all who receive it: as JSON for WebSocket, and on first use as the packet of
/// Socket.IO around the same JSON. Immutable; any thread.
/// </summary>
internal sealed class FeedMessage
{
    private static readonly byte[] FeedPrefix = Encoding.ASCII.GetBytes("42[\"feed\",");
    private static readonly byte[] UserPrefix = Encoding.ASCII.GetBytes("42[\"user\",");

    private readonly byte[] _prefix;
    private byte[]? _packet;

    private FeedMessage(byte[] json, byte[] prefix, ulong previousSequence, ulong sequence)
    {
        Json = json;
        _prefix = prefix;
        PreviousSequence = previousSequence;
        Sequence = sequence;
    }

    public byte[] Json { get; }

    /// <summary>Market sequence that a receiver has after it; 0 when that is not said.</summary>
    public ulong Sequence { get; }

    /// <summary>Of a delta: the market sequence that it follows on.</summary>
    public ulong PreviousSequence { get; }

    /// <summary>
    /// Engine.IO message packet with a Socket.IO event; two threads may both build it, with equal bytes.
    /// </summary>
    public byte[] Packet => _packet ??= [.. _prefix, .. Json, (byte)']'];

    public static FeedMessage Of(byte[] json, ulong sequence = 0, ulong previousSequence = 0) =>
        new(json, FeedPrefix, previousSequence, sequence);

    public static FeedMessage OfUser(byte[] json) => new(json, UserPrefix, 0, 0);

    /// <summary>A packet of a protocol below events: the same bytes whatever the transport.</summary>
    public static FeedMessage OfPacket(byte[] packet) => new(packet, [], 0, 0) { _packet = packet };
}
