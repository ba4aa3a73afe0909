using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>One side of a trade on its way through the slow ledger; ledger units.</summary>
internal sealed class SlowParty(SlowPosition position, SlowOrder? order, Side side)
{
    public SlowPosition Position { get; } = position;

    public SlowWallet Wallet => Position.Wallet;

    /// <summary>Null: the venue trades for the position (L4, L5, F11).</summary>
    public SlowOrder? Order { get; } = order;

    public Side Side { get; } = side;

    public Int128 Fee { get; set; }

    /// <summary>The part of the fee that went to the other side as its rebate.</summary>
    public Int128 PassedFee { get; set; }

    /// <summary>It is the one whose position is liquidated: its bucket stays.</summary>
    public bool IsLiquidated { get; set; }

    public PositionEnd End { get; set; } = PositionEnd.Trade;

    public long ClosedLots { get; set; }

    public long OpenedLots { get; set; }

    public long SizeBefore { get; set; }

    /// <summary>The fill's part of the order's hold.</summary>
    public Int128 Part { get; set; }

    public Int128 Realised { get; set; }

    public Int128 CashDelta { get; set; }
}
