using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Exactly the fields of the EIP-712 struct <c>Order</c>, in order. Prices and quantities are decimal fixed point
/// (1e-8), so that a finer tick never changes what was signed. See docs/protocol/eip712.json.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SignedOrder
{
    public const int SizeBytes = 256;

    /// <summary>C4: version of a new order; each signed replacement adds 1.</summary>
    public const uint FirstVersion = 1;

    public AccountId Account;
    public uint MarketId;
    public Side Side;
    public OrderType OrderType;
    public TimeInForce TimeInForce;
    private readonly byte _padding;

    public OrderFlags Flags;
    public uint Version;

    /// <summary>Limit price, or worst price of a market order; 1e-8.</summary>
    public Int128 LimitPrice;

    /// <summary>T2: price of the source that fires the order; 0 for orders without one; 1e-8.</summary>
    public Int128 TriggerPrice;

    /// <summary>1e-8 of a contract unit, positive.</summary>
    public UInt128 Quantity;

    /// <summary>F5: ledger units (1e-8) of fee per 1.00000000 of quantity that the signer accepts at most.</summary>
    public UInt128 MaxFeePerUnit;

    /// <summary>Unix seconds; mandatory. The match time must not be later (O-GTDX e).</summary>
    public ulong ExpirySeconds;

    /// <summary>The order's slot: C10 window in the engine, key of the filled total on chain (X6).</summary>
    public ulong Nonce;
    public OrderInstructions Instructions;
}
