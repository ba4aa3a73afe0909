namespace DexExtra.Gateway.Feed;

/// <summary>Counts connections of all transports of the feed against one cap. Any thread.</summary>
internal sealed class FeedCapacity(int maximum)
{
    private int _count;

    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _count) > maximum)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        GatewayMetrics.FeedClients.Inc();
        return true;
    }

    public void Leave()
    {
        Interlocked.Decrement(ref _count);
        GatewayMetrics.FeedClients.Dec();
    }
}
