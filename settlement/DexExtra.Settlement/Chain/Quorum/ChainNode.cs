namespace DexExtra.Settlement.Chain.Quorum;

/// <summary>One of several endpoints of the chain. One loop.</summary>
internal sealed class ChainNode(string name, IChain chain)
{
    /// <summary>Host and port; no path, which may hold a key.</summary>
    public string Name { get; } = name;

    public IChain Chain { get; } = chain;

    /// <summary>Why it is left out; null: it counts.</summary>
    public string? Reason { get; set; }

    /// <summary>Monotonic milliseconds from which it is asked again.</summary>
    public long OutUntilMs { get; set; }
}
