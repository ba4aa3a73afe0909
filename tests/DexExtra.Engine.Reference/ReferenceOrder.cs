using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>An order of the reference, live or remembered.</summary>
public sealed class ReferenceOrder(NewOrder request, ReferenceAccount account)
{
    /// <summary>What stands behind the order now; a replacement changes it, but not the client order id.</summary>
    public NewOrder Request = request;

    public ReferenceAccount Account { get; } = account;

    public ulong ClientOrderId { get; } = request.ClientOrderId;

    public long OrderId { get; set; }

    public Place Place { get; set; }

    public OrderStatus Status { get; set; } = OrderStatus.New;

    public RejectReason RejectReason { get; set; }

    public CancelReason CancelReason { get; set; }

    /// <summary>Signed or amended limit.</summary>
    public long LimitTicks { get; set; } = request.PriceTicks;

    /// <summary>Signed or amended total.</summary>
    public long QuantityLots { get; set; } = request.QuantityLots;

    /// <summary>Effective price: what it trades up to and rests at.</summary>
    public long PriceTicks { get; set; } = request.PriceTicks;

    public Int128 HoldPerLot { get; set; }

    /// <summary>O-BUDGET: the hold that its walk found, instead of one per lot.</summary>
    public Int128? WalkHold { get; set; }

    /// <summary>Open lots, dormant ones included; 0 once the order has ended.</summary>
    public long LeavesLots { get; set; }

    /// <summary>T14: lots that no fill of the parent has woken.</summary>
    public long DormantLots { get; set; }

    /// <summary>Lots taken out without trade.</summary>
    public long TakenOutLots { get; set; }

    public long CumulativeLots { get; set; }

    /// <summary>It was due while an uncrossing had lots for it.</summary>
    public bool WaitsForUncrossing { get; set; }

    public BigInteger CumulativeTickLots { get; set; }

    /// <summary>0: no iceberg.</summary>
    public long DisplayLots { get; set; }

    public long VarianceLots { get; set; }

    public long SliceLots { get; set; }

    public long Stamp { get; set; }

    /// <summary>Command that accepted it.</summary>
    public long AcceptedSequence { get; set; }

    /// <summary>Unix second at which it is due, for what reason.</summary>
    public ulong DueSecond { get; set; }

    public CancelReason DueReason { get; set; } = CancelReason.Expired;

    /// <summary>O-DAY: first session end after entry.</summary>
    public ulong SessionEndSecond { get; set; }

    public ulong ExpirySecond { get; set; } = request.Order.ExpirySeconds;

    public long TerminalNs { get; set; }

    public long TriggerTicks { get; set; }

    /// <summary>T11; null before there is one.</summary>
    public long? Watermark { get; set; }

    public long ActivationTicks { get; set; }

    public long TrailingTicks { get; set; }

    public long OffsetTicks { get; set; }

    /// <summary>Keeps its trigger until it is released or waits again.</summary>
    public bool HasFired { get; set; }

    /// <summary>T2, T10: what fired it; 0 for its expiry.</summary>
    public TriggerSource FiredBy { get; set; }

    public long FiredTicks { get; set; }

    public ulong TwapEntrySecond { get; set; }

    public long TwapSlice { get; set; }

    public ulong SliceSecond { get; set; }

    public ReferenceList? List { get; set; }

    public int LegIndex { get; set; }

    /// <summary>S2: bits 3 and 4 of the flags.</summary>
    public int SelfTradeMode => (int)((uint)Request.Order.Flags / 8 % 4);

    public bool IsReduceOnly => Request.Order.Flags.HasFlag(OrderFlags.ReduceOnly);

    public bool IsAllOrNone => Request.Order.Flags.HasFlag(OrderFlags.AllOrNone);

    public bool IsPostOnly => (Request.Order.Flags & OrderCombinations.AnyPostOnly) != 0;

    public bool IsSliding => Request.Order.Flags.HasFlag(OrderFlags.PostOnlySlide);

    public bool IsTriggered => OrderCombinations.IsTriggered(Type);

    public bool IsTrailing => OrderCombinations.IsTrailing(Type);

    public bool IsMarketLike => OrderCombinations.IsMarketLike(Type);

    public bool IsPegged => Type == OrderType.Pegged;

    public bool IsTwap => Type == OrderType.Twap;

    public bool IsIceberg => DisplayLots > 0;

    public bool IsOpen => LeavesLots > 0;

    public bool IsBuy => Side == Side.Buy;

    public OrderType Type => Request.Order.OrderType;

    public TimeInForce TimeInForce => Request.Order.TimeInForce;

    public Side Side => Request.Order.Side;

    public Address Owner => Account.Id.Owner;

    public uint MarketId => Request.Order.MarketId;

    /// <summary>What it may trade now.</summary>
    public long ActiveLots => LeavesLots - DormantLots;

    /// <summary>What its level shows of it.</summary>
    public long ShownLots => IsIceberg ? SliceLots : ActiveLots;

    public Int128 Hold => WalkHold ?? checked(HoldPerLot * LeavesLots);

    /// <summary>U3: half of a block trade: the book is not asked.</summary>
    public bool IsBlock { get; init; }

    /// <summary>C12: a side of a quote of this set.</summary>
    public ReferenceQuoteSet? QuoteSet { get; init; }

    /// <summary>It takes a slot of the table of open orders: it may live longer than its command.</summary>
    public bool MayStayOpen => IsTriggered || MayRest;

    /// <summary>What it does not trade goes to the book.</summary>
    public bool MayRest => Request.Order.Flags.HasFlag(OrderFlags.RestRemainder)
        || (Request.Order.OrderType is not (OrderType.Market or OrderType.Stop or OrderType.TakeProfit
                or OrderType.TrailingStop)
            && Request.Order.TimeInForce is not (TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill));

    public bool IsLasting => TimeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day;

    public bool IsChild => List is { HasParent: true } && LegIndex > 0;

    public bool IsParent => List is { HasParent: true } && LegIndex == 0;
}
