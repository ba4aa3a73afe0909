using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Exactly the fields of the EIP-712 struct <c>Instructions</c>, in order: what an order carries beyond price, quantity
/// and time. A field that the order's type does not use must be 0. Prices and quantities are decimal fixed point
/// (1e-8); distances and offsets are price differences, never negative.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderInstructions
{
    public const int SizeBytes = 136;

    /// <summary>I-ICE: quantity shown of an iceberg; 0 = all of it.</summary>
    public UInt128 DisplayQuantity;

    /// <summary>I-ICE-5: each slice is the display quantity ± up to this much, drawn per slice.</summary>
    public UInt128 DisplayVariance;

    /// <summary>O-MINQ: least quantity that must trade on entry; 0 = none.</summary>
    public UInt128 MinQuantity;

    /// <summary>O-BUDGET: ledger units (1e-8) of collateral and fees to spend at most; 0 = none.</summary>
    public UInt128 Budget;

    /// <summary>T11: distance of a trailing stop from its watermark.</summary>
    public UInt128 TrailingDistance;

    /// <summary>O-PEG offset, T11 limit offset, or O-TWAP tolerance from the mark price.</summary>
    public UInt128 PriceOffset;

    /// <summary>T11: tracking starts at the first print at or through it; counts with HAS_ACTIVATION_PRICE.</summary>
    public Int128 ActivationPrice;

    /// <summary>T11: distance in 1/10,000 of the watermark instead, in markets with a floor above 0.</summary>
    public uint TrailingBasisPoints;

    /// <summary>T9: 1/10,000 of the position that the order closes when it triggers; 0 = its quantity.</summary>
    public uint PositionFraction;

    /// <summary>O-TWAP: seconds from the first slice to the end.</summary>
    public uint DurationSeconds;

    /// <summary>O-TWAP: seconds between slices.</summary>
    public uint IntervalSeconds;

    /// <summary>T1: what the trigger is compared with; 0 for orders without trigger.</summary>
    public TriggerSource TriggerSource;

    /// <summary>T10: what an untriggered stop does at its expiry.</summary>
    public ExpiryAction ExpiryAction;

    /// <summary>O-PEG: what the price follows; 0 for orders that are not pegged.</summary>
    public PegReference PegReference;
    private readonly byte _padding1;
    private readonly uint _padding4;
}
