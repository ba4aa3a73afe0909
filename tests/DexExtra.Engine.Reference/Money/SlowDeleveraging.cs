namespace DexExtra.Engine.Reference.Money;

/// <summary>What one command deleverages against a bankrupt position (L5).</summary>
internal sealed class SlowDeleveraging(SlowPosition position, long bankruptcyTicks)
{
    public SlowPosition Position { get; } = position;

    /// <summary>Before the first trade.</summary>
    public long BankruptcyTicks { get; } = bankruptcyTicks;

    public long PriceTicks { get; set; }

    /// <summary>Some lots were closed at the mark for certain.</summary>
    public bool IsAtMark { get; set; }

    /// <summary>Signed as the bankrupt position was.</summary>
    public long Lots { get; set; }

    /// <summary>Somebody who ranks before one of them.</summary>
    public SlowPosition? PassedOver { get; set; }

    /// <summary>What the deleveraged realised: gains, if the event behind the trades says that they were at the mark.</summary>
    public List<(SlowPosition Position, Int128 Amount)> Realised { get; } = [];

    /// <summary>All opposite positions with their scores.</summary>
    public List<SlowScore> Queue { get; } = [];
}
