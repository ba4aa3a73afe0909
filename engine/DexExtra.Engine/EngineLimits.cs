using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// Arithmetic bounds that make overflow impossible after admission. They are constants, not options: every amount per
/// lot fits Int64, so a product of lots and a per-lot amount is one exact 64 × 64 → 128 bit multiplication.
/// </summary>
internal static class EngineLimits
{
    /// <summary>
    /// Largest |position| plus open orders of one side, per account and market; also the largest order.
    /// </summary>
    public const long MaxPositionLots = 1L << 40;

    /// <summary>2^21 accounts × 2^41 open lots stay below 2^63: no price level total can overflow.</summary>
    public const int MaxAccounts = 1 << 21;

    /// <summary>Largest |price| × tick size: NUMERIC(20,8) of the database (C03), in 1e-8.</summary>
    public static readonly Int128 MaxPrice = Int128.Parse("99999999999999999999", null);

    /// <summary>Tick size, lot size and multiplier, in 1e-8: ten thousand million units.</summary>
    public const long MaxIncrement = 1_000_000_000_000_000_000;

    /// <summary>Largest quantity of one order, in 1e-8: what the settlement contract can store of one trade.</summary>
    public static readonly Int128 MaxTradeQuantity = Int128.One << 90;

    /// <summary>Largest |price| × tick value, (cap − floor) × tick value, and fee, in ledger units per lot.</summary>
    public const long MaxLotValue = 1_000_000_000_000_000_000;

    /// <summary>Most ledger units of one asset that may ever be deposited: NUMERIC(30,8) of the database.</summary>
    public static readonly Int128 MaxDeposits = Int128.Parse("999999999999999999999999999999", null);

    /// <summary>R2: open interest raises margins at most so many times OpenInterestBp.</summary>
    public const uint MaxOpenInterestSteps = 10;

    /// <summary>tickSize × lotSize × multiplier is in 1e-24; the ledger counts 1e-8 (Q1).</summary>
    public const long TickValueScale = FixedPoint.One * FixedPoint.One;
}
