namespace DexExtra.Transport.Tests;

/// <summary>Keeps what a subscription hands over.</summary>
internal struct Collector(List<(byte[] Message, long Position)> into) : IFragmentHandler
{
    public readonly void OnFragment(ReadOnlySpan<byte> fragment, long position) =>
        into.Add((fragment.ToArray(), position));

    /// <summary>Polls everything there is.</summary>
    public static List<(byte[] Message, long Position)> Drain(SharedMemorySubscription subscription)
    {
        var messages = new List<(byte[] Message, long Position)>();
        var collector = new Collector(messages);
        while (subscription.Poll(ref collector, int.MaxValue) > 0)
        {
        }

        return messages;
    }
}
