namespace DexExtra.Engine.Reference.Money;

/// <summary>What one command deleverages against a bankrupt position (L5).</summary>
internal sealed class SlowDeleveraging(SlowPosition position, long bankruptcyTicks)
{
    public SlowPosition Position { get; } = position;

    /// <summary>Before the first trade.</summary>
    public long BankruptcyTicks { get; } = bankruptcyTicks;

    public long PriceTicks { get; set; }

    /// <summary>Signed as the bankrupt position was.</summary>
    public long Lots { get; set; }

    /// <summary>All opposite positions with their scores.</summary>
    public List<SlowScore> Queue { get; } = [];
}
