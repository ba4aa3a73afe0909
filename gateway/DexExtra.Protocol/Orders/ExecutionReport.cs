using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Venue: what happened to an order. A pure function of one event of the log (<see cref="ReportBuilder"/>), so that a
/// retransmission is byte for byte the first transmission but for <see cref="PossResend"/>.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct ExecutionReport : IWireMessage
{
    public const int SizeBytes = 312;

    /// <summary>Offset of <see cref="PossResend"/>, the only byte a retransmission changes.</summary>
    internal const int PossResendOffset = 60;

    /// <summary>
    /// Position in the account's numbered flow (C8); 0 = outside it, when the venue knows no such account.
    /// </summary>
    public ulong SeqNo;

    /// <summary>Position of the causing command in the venue's log.</summary>
    public long Sequence;

    /// <summary>Engine time, nanoseconds since the Unix epoch.</summary>
    public long TransactTimeNs;

    /// <summary>0 when the order was never accepted.</summary>
    public long OrderId;
    public ulong ClientOrderId;

    /// <summary>The cancel or amend request's id; 0 when no request caused this.</summary>
    public ulong RequestClientOrderId;
    public uint MarketId;

    /// <summary>The asset of fee, cashDelta, available and held; 0 when those are absent.</summary>
    public uint AssetId;
    public ExecType ExecType;
    public OrderStatus OrderStatus;

    /// <summary>0 when the event does not say.</summary>
    public Side Side;

    /// <summary>0 unless a trade; also 0 where nobody came in: block, deleveraging, bust.</summary>
    public Liquidity Liquidity;

    /// <summary>1 when sent in a retransmission.</summary>
    public byte PossResend;
    private readonly byte _reserved1;

    /// <summary>
    /// 0 unless rejected, or stopped with TRIGGER_FAILED: why the triggered order could not enter.
    /// </summary>
    public RejectReason RejectReason;

    /// <summary>0 unless cancelled, stopped, expired or restated.</summary>
    public CancelReason CancelReason;

    /// <summary>How the orders of its list depend on each other; 0 unless accepted as part of one (T12–T15).</summary>
    public ListKind ListKind;

    /// <summary>Place in the list from 0, and its legs; 0 of 0 without a list.</summary>
    public byte LegIndex;
    public byte LegCount;

    /// <summary>D5: how the trade came about; 0 unless a trade.</summary>
    public TradeFlags TradeFlags;
    private readonly ushort _reserved2;

    /// <summary>Venue-wide number of the trade, the key of its settlement; 0 unless a trade.</summary>
    public ulong MatchId;

    /// <summary>The order's limit or worst price; null when the event does not say.</summary>
    public long PriceTicks;

    /// <summary>What was ordered, less what the venue took out of it.</summary>
    public long QuantityLots;

    /// <summary>Price of this trade; null unless a trade.</summary>
    public long LastPriceTicks;

    /// <summary>Quantity of this trade; 0 unless a trade.</summary>
    public long LastQuantityLots;
    public long CumulativeLots;

    /// <summary>Still open; 0 in every terminal status.</summary>
    public long LeavesLots;

    /// <summary>Signed position of the account after this trade; null unless a trade.</summary>
    public long PositionLots;

    /// <summary>EIP-712 digest, the order's identity; zero on trades and cancels.</summary>
    public Hash32 OrderHash;

    /// <summary>Average price of all trades of the order, 1e-8, half to even; null unless a trade.</summary>
    public Int128 AveragePrice;

    /// <summary>Fee of this trade, ledger units; null unless a trade.</summary>
    public Int128 Fee;

    /// <summary>Ledger units the trade itself moved, fee excluded; null unless a trade.</summary>
    public Int128 CashDelta;

    /// <summary>Available balance afterwards, ledger units; null when the event does not say.</summary>
    public Int128 Available;

    /// <summary>Held balance afterwards, ledger units; null when the event does not say.</summary>
    public Int128 Held;

    /// <summary>
    /// When accepted: the price after sliding or protection (I-PO-2, O-MKT), never worse than the signed one;
    /// else null.
    /// </summary>
    public long EffectivePriceTicks;

    /// <summary>Order id of the list's first leg; 0 unless accepted as part of a list.</summary>
    public long ListId;

    /// <summary>The call auction of this trade; 0 in continuous trading and unless a trade.</summary>
    public ulong AuctionId;

    /// <summary>Debt afterwards, ledger units, not positive; null when the event does not say.</summary>
    public Int128 Owed;

    /// <summary>Bucket of the isolated position after this trade, ledger units, else 0; null unless a trade.</summary>
    public Int128 Margin;

    /// <summary>F11: the trade that this one takes back; 0 else.</summary>
    public ulong BustedMatchId;

    public static Template Template => Template.ExecutionReport;
}
