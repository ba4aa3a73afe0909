using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>One side of a trade before it is posted: whose it is and what it pays.</summary>
internal struct FillSide
{
    /// <summary>Slot of its order; −1 = the venue trades for the position (L4, L5, F11).</summary>
    public int Slot;
    public long OrderId;
    public int Account;
    public int Owner;
    public int Position;
    public int Balance;
    public Side Side;

    /// <summary>What the position's end is called if the trade ends it.</summary>
    public PositionEnd End;

    /// <summary>Ledger units; negative is paid to the account: a maker's rebate, or a fee that is returned.</summary>
    public Int128 Fee;

    /// <summary>The part of the fee that went to the other side as its rebate.</summary>
    public Int128 PassedFee;
}
