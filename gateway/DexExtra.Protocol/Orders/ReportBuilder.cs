using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// Turns an event of the log into the frame that one account receives. Pure and allocation-free: the same event gives
/// the same bytes in every gateway, now and in a retransmission, which is why the numbered flow needs no storage of its
/// own. Any thread.
/// </summary>
public static class ReportBuilder
{
    /// <summary>
    /// Writes the frame for <paramref name="account"/>; returns its length, 0 if the event is not the account's.
    /// </summary>
    /// <param name="header">The frame of events.</param>
    /// <param name="item">One event of it.</param>
    /// <param name="account">Whose flow.</param>
    /// <param name="markets">Tick sizes, for average prices.</param>
    /// <param name="destination">At least WireLimits.MaxFrameBytes.</param>
    public static int Write<TMarkets>(
        in EventFrameHeader header, EventFrame.Item item, AccountId account, TMarkets markets, Span<byte> destination)
        where TMarkets : ITickSizes
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                ref readonly var accepted = ref item.Body<OrderAccepted>();
                return accepted.Request.Order.Account == account
                    ? Frame.Write(destination, Accepted(in header, in accepted)) : 0;
            case EventType.OrderRejected:
                ref readonly var rejected = ref item.Body<OrderRejected>();
                return rejected.Request.Order.Account == account
                    ? Frame.Write(destination, Rejected(in header, in rejected)) : 0;
            case EventType.OrderStatusReported:
                ref readonly var status = ref item.Body<OrderStatusReported>();
                return status.Account == account ? Frame.Write(destination, Status(in header, in status)) : 0;
            case EventType.Traded:
                return WriteTraded(in header, in item.Body<Traded>(), account, markets, destination);
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                return cancelled.Account == account
                    ? Frame.Write(destination, Cancelled(in header, in cancelled)) : 0;
            case EventType.CancelRejected:
                ref readonly var refused = ref item.Body<CancelRejected>();
                return refused.Account == account ? Frame.Write(destination, CancelRefused(in header, in refused)) : 0;
            case EventType.PreventedMatch:
                return WritePrevented(in header, in item.Body<PreventedMatch>(), account, destination);
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                return reduced.Account == account ? Frame.Write(destination, Reduced(in header, in reduced)) : 0;
            case EventType.DepositCredited:
                ref readonly var credited = ref item.Body<DepositCredited>();
                return credited.Request.Account == account
                    ? Frame.Write(destination, Credited(in header, in credited)) : 0;
            default:
                return StateReports.Write(in header, item, account, destination);
        }
    }

    /// <summary>Marks a numbered frame as part of a retransmission; other frames stay as they are.</summary>
    public static void MarkResent(Span<byte> frame)
    {
        var offset = Frame.Decode(frame, out var template) == DecodeResult.Ok
            ? Templates.PossResendOffsetOf(template)
            : 0;
        if (offset != 0)
        {
            frame[Frame.HeaderBytes + offset] = 1;
        }
    }

    public static ExecutionReport Accepted(in EventFrameHeader header, in OrderAccepted accepted)
    {
        var report = Start(in header, accepted.AccountSequence, ExecType.New, accepted.Status);
        Describe(ref report, in accepted.Request);
        report.OrderId = accepted.OrderId;
        report.EffectivePriceTicks = accepted.EffectivePriceTicks;
        report.LeavesLots = accepted.Request.QuantityLots;
        report.AssetId = accepted.AssetId;
        report.ListKind = accepted.ListKind;
        report.LegIndex = accepted.LegIndex;
        report.LegCount = accepted.LegCount;
        report.ListId = accepted.ListId;
        report.Available = accepted.Available;
        report.Held = accepted.Held;
        report.Owed = accepted.Owed;
        return report;
    }

    public static ExecutionReport Rejected(in EventFrameHeader header, in OrderRejected rejected)
    {
        var report = Start(in header, rejected.AccountSequence, ExecType.Rejected, OrderStatus.Rejected);
        Describe(ref report, in rejected.Request);
        report.RejectReason = rejected.Reason;
        return report;
    }

    public static ExecutionReport Status(in EventFrameHeader header, in OrderStatusReported status)
    {
        var report = Start(in header, status.AccountSequence, ExecType.OrderStatus, status.Status);
        report.OrderId = status.OrderId;
        report.ClientOrderId = status.ClientOrderId;
        report.MarketId = status.MarketId;
        report.RejectReason = status.RejectReason;
        report.CancelReason = status.CancelReason;
        report.QuantityLots = status.QuantityLots;
        report.CumulativeLots = status.CumulativeLots;
        report.LeavesLots = status.LeavesLots;
        report.OrderHash = status.OrderHash;
        return report;
    }

    /// <summary>The report of one side; the two reports of a trade differ in everything private.</summary>
    public static ExecutionReport Fill(in EventFrameHeader header, in Traded traded, Side side, Int128 tickSize)
    {
        ref readonly var mine = ref side == Side.Buy ? ref traded.Buy : ref traded.Sell;
        var status = mine.LeavesLots == 0 ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        var report = Start(in header, mine.AccountSequence, ExecType.Trade, status);
        report.OrderId = mine.OrderId;
        report.ClientOrderId = mine.ClientOrderId;
        report.MarketId = traded.MarketId;
        report.AssetId = traded.AssetId;
        report.Side = side;
        report.Liquidity = (traded.Flags & TradeFlags.Auction) != 0 ? Liquidity.Auction
            : traded.Aggressor == 0 ? 0
            : side == traded.Aggressor ? Liquidity.Taker
            : Liquidity.Maker;
        report.TransactTimeNs = traded.MatchedNs;
        report.TradeFlags = traded.Flags;
        report.AuctionId = traded.AuctionId;
        report.MatchId = traded.MatchId;
        report.QuantityLots = mine.CumulativeLots + mine.LeavesLots;
        report.LastPriceTicks = traded.PriceTicks;
        report.LastQuantityLots = traded.QuantityLots;
        report.CumulativeLots = mine.CumulativeLots;
        report.LeavesLots = mine.LeavesLots;
        report.PositionLots = mine.PositionLots;
        report.AveragePrice = AveragePrice.Of(mine.CumulativeTickLots, mine.CumulativeLots, tickSize);
        report.Fee = mine.Fee;
        report.CashDelta = mine.CashDelta;
        report.Available = mine.Available;
        report.Held = mine.Held;
        report.Owed = mine.Owed;
        report.Margin = mine.Margin;
        report.BustedMatchId = traded.BustedMatchId;
        return report;
    }

    public static ExecutionReport Cancelled(in EventFrameHeader header, in OrderCancelled cancelled)
    {
        var type = cancelled.Status == OrderStatus.Expired ? ExecType.Expired : ExecType.Cancelled;
        var report = Start(in header, cancelled.AccountSequence, type, cancelled.Status);
        report.OrderId = cancelled.OrderId;
        report.ClientOrderId = cancelled.ClientOrderId;
        report.RequestClientOrderId = cancelled.RequestClientOrderId;
        report.MarketId = cancelled.MarketId;
        report.AssetId = cancelled.AssetId;
        report.CancelReason = cancelled.Reason;
        report.RejectReason = cancelled.Detail;
        report.QuantityLots = cancelled.CumulativeLots + cancelled.CancelledLots;
        report.CumulativeLots = cancelled.CumulativeLots;
        report.Available = cancelled.Available;
        report.Held = cancelled.Held;
        report.Owed = cancelled.Owed;
        return report;
    }

    public static ExecutionReport Reduced(in EventFrameHeader header, in OrderReduced reduced)
    {
        var status = reduced.CumulativeLots == 0 ? OrderStatus.New : OrderStatus.PartiallyFilled;
        var report = Start(in header, reduced.AccountSequence, ExecType.Restated, status);
        report.OrderId = reduced.OrderId;
        report.ClientOrderId = reduced.ClientOrderId;
        report.MarketId = reduced.MarketId;
        report.AssetId = reduced.AssetId;
        report.CancelReason = reduced.Reason;
        report.QuantityLots = reduced.CumulativeLots + reduced.LeavesLots;
        report.CumulativeLots = reduced.CumulativeLots;
        report.LeavesLots = reduced.LeavesLots;
        report.Available = reduced.Available;
        report.Held = reduced.Held;
        report.Owed = reduced.Owed;
        return report;
    }

    public static OrderCancelReject CancelRefused(in EventFrameHeader header, in CancelRejected refused) => new()
    {
        SeqNo = refused.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        ClientOrderId = refused.ClientOrderId,
        OrigClientOrderId = refused.OrigClientOrderId,
        OrderId = refused.OrderId,
        Reason = refused.Reason,
    };

    public static DepositReport Credited(in EventFrameHeader header, in DepositCredited credited) => new()
    {
        SeqNo = credited.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        DepositId = credited.Request.DepositId,
        AssetId = credited.AssetId,
        Amount = credited.Request.Amount,
        Available = credited.Available,
        Held = credited.Held,
        Owed = credited.Owed,
        TransactionHash = credited.Request.TransactionHash,
    };

    private static int WritePrevented(
        in EventFrameHeader header, in PreventedMatch prevented, AccountId account, Span<byte> destination)
    {
        var isTaker = prevented.Taker.Account == account;
        if (!isTaker && prevented.Maker.Account != account)
        {
            return 0;
        }

        return Frame.Write(destination, new PreventedMatchReport
        {
            SeqNo = isTaker ? prevented.Taker.AccountSequence : prevented.Maker.AccountSequence,
            Sequence = header.Sequence,
            TransactTimeNs = header.TimestampNs,
            TakerOrderId = prevented.Taker.OrderId,
            TakerClientOrderId = prevented.Taker.ClientOrderId,
            MakerOrderId = prevented.Maker.OrderId,
            MakerClientOrderId = prevented.Maker.ClientOrderId,
            MarketId = prevented.MarketId,
            Mode = prevented.Mode,
            Aggressor = prevented.Aggressor,
            PriceTicks = prevented.PriceTicks,
            QuantityLots = prevented.QuantityLots,
        });
    }

    private static int WriteTraded<TMarkets>(
        in EventFrameHeader header, in Traded traded, AccountId account, TMarkets markets, Span<byte> destination)
        where TMarkets : ITickSizes
    {
        var isBuyer = traded.Buy.Account == account;
        return isBuyer || traded.Sell.Account == account
            ? Frame.Write(destination, Fill(
                in header, in traded, isBuyer ? Side.Buy : Side.Sell, markets.TickSizeOf(traded.MarketId)))
            : 0;
    }

    private static ExecutionReport Start(
        in EventFrameHeader header, ulong seqNo, ExecType type, OrderStatus status) => new()
        {
            SeqNo = seqNo,
            Sequence = header.Sequence,
            TransactTimeNs = header.TimestampNs,
            ExecType = type,
            OrderStatus = status,
            PriceTicks = WireNull.Int64,
            EffectivePriceTicks = WireNull.Int64,
            LastPriceTicks = WireNull.Int64,
            PositionLots = WireNull.Int64,
            AveragePrice = WireNull.Decimal128,
            Fee = WireNull.Decimal128,
            CashDelta = WireNull.Decimal128,
            Available = WireNull.Decimal128,
            Held = WireNull.Decimal128,
            Owed = WireNull.Decimal128,
            Margin = WireNull.Decimal128,
        };

    private static void Describe(ref ExecutionReport report, in NewOrder order)
    {
        report.ClientOrderId = order.ClientOrderId;
        report.MarketId = order.Order.MarketId;
        report.Side = order.Order.Side;
        report.PriceTicks = order.PriceTicks;
        report.QuantityLots = order.QuantityLots;
        report.OrderHash = order.OrderHash;
    }
}
