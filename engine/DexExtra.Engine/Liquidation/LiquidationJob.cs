using DexExtra.Engine.Margin;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>One unit that is being liquidated, and how far that is (docs/money.md §8).</summary>
internal struct LiquidationJob
{
    public MarginUnit Unit;

    /// <summary>When its next step is due.</summary>
    public long NextNs;
    public LiquidationStage Stage;
    public LiquidationPhase Phase;

    /// <summary>It alone deleverages or socialises in the market of its position.</summary>
    public bool HasClaim;

    /// <summary>L5: the command that began to collect those who are deleveraged.</summary>
    public long CollectedSince;

    /// <summary>§9: nobody profits at the bankruptcy price any more, it is closed at the mark.</summary>
    public bool IsAtMark;

    /// <summary>L6: it owes what nobody has paid yet.</summary>
    public bool IsUnpaid;

    /// <summary>A step into the book was made: while there are more, only IM ends it.</summary>
    public bool HasStarted;

    /// <summary>Steps into the book so far, of a position that follows a closed one its own.</summary>
    public uint Steps;

    /// <summary>Position that is being closed, or was closed last.</summary>
    public int Position;

    /// <summary>§10: what is to be shared among the winners, and the sum of their weights.</summary>
    public Int128 Shortfall;
    public Int128 Weights;
}
