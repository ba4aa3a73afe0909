using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: create a capped, fully collateralised market (R1 FULL). Constants of Q1, fixed for ever.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CreateMarket
{
    public const int SizeBytes = 216;

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

    /// <summary>F1 per contract: ledger units per lot made, not negative.</summary>
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

    /// <summary>Pending or Continuous.</summary>
    public MarketState InitialState;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
