namespace DexExtra.Settlement.Lane;

/// <summary>How the lane behaves; times in monotonic milliseconds.</summary>
internal sealed record LaneOptions
{
    public required ulong ChainId { get; init; }

    /// <summary>Ceiling of both fees (X8).</summary>
    public required UInt128 MaxFeePerGasWei { get; init; }

    /// <summary>How long the head of the line waits for a block before it is replaced with higher fees.</summary>
    public required long ReplaceAfterMs { get; init; }

    /// <summary>How often bytes that are not in a block are given to the node again.</summary>
    public required long ResendMs { get; init; }
}
