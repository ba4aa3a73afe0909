using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: create a capped market. Constants (Q1), fixed for ever.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CreateMarket
{
    public const int SizeBytes = 296;

    public uint MarketId;
    public uint AssetId;

    /// <summary>Price of one tick, 1e-8.</summary>
    public Int128 TickSize;

    /// <summary>Quantity of one lot, 1e-8.</summary>
    public Int128 LotSize;

    /// <summary>Settlement money per 1.0 of price per 1.0 of quantity, 1e-8.</summary>
    public Int128 Multiplier;

    /// <summary>B1: lowest legal price, may be negative (C04).</summary>
    public long FloorTicks;

    /// <summary>B1: highest legal price.</summary>
    public long CapTicks;

    /// <summary>F1 per contract: ledger units per lot taken.</summary>
    public long TakerFeePerLot;

    /// <summary>F1 per contract: ledger units per lot made; negative is a rebate, at most TakerFeePerLot.</summary>
    public long MakerFeePerLot;
    public long MaxOrderLots;

    /// <summary>A7: ledger units per lot, both sides of an auction trade; not negative.</summary>
    public long AuctionFeePerLot;

    /// <summary>O-MKT: how far beyond the best opposite price a market order may go.</summary>
    public long ProtectionTicks;

    /// <summary>M4: keccak256 of the immutable question text.</summary>
    public Hash32 QuestionHash;

    /// <summary>The metric's public id, such as <c>TEMP-OSLO-2026-12</c>.</summary>
    public FixedText64 MetricId;

    /// <summary>Draft, Pending or Continuous.</summary>
    public MarketState InitialState;
    public MarginMode MarginMode;
    public FeeModel FeeModel;
    private readonly byte _padding1;

    /// <summary>F1: 1e-8; with a fee model other than PerContract, else 0.</summary>
    public uint TakerFeeRate;
    public uint AuctionFeeRate;

    /// <summary>Negative: a rebate, at most the taker's rate.</summary>
    public int MakerFeeRate;
    public MarketLife Life;
}
