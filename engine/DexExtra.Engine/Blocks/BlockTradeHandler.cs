using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Blocks;

/// <summary>
/// BlockTrade command (U3): two signed orders that trade with each other, off the book and off the tape. Refused with
/// UNKNOWN_MARKET, INVALID_PARAMETERS (they do not match each other, or the market has no such blocks), or
/// ORDER_REFUSED after both orders' own refusals: the failing one carries its code, the other LIST_REJECTED.
/// </summary>
internal sealed class BlockTradeHandler(
    EngineState state, OrderAdmission admission, OrderAcceptance acceptance, TradePosting trades)
{
    private Candidate _buy;
    private Candidate _sell;

    public void Apply<TSink>(in BlockTrade request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Markets.Find(request.Buy.Order.MarketId) is not { } market)
        {
            Reject(in request, CommandRejectReason.UnknownMarket, ref sink);
        }
        else if (!BlockShape.IsValid(market, in request))
        {
            Reject(in request, CommandRejectReason.InvalidParameters, ref sink);
        }
        else if (!TryAdmit(in request, ref sink))
        {
            Reject(in request, CommandRejectReason.OrderRefused, ref sink);
        }
        else
        {
            var buy = acceptance.Accept(in request.Buy, ref _buy, default, ref sink);
            var sell = acceptance.Accept(in request.Sell, ref _sell, default, ref sink);
            trades.ExecuteBlock(buy, sell, request.Buy.QuantityLots, request.Buy.PriceTicks, market, ref sink);
        }
    }

    /// <summary>False when both orders are refused and that is reported.</summary>
    private bool TryAdmit<TSink>(in BlockTrade request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var isBuyerKnown = state.Accounts.TryFind(in request.Buy.Order.Account, out var buyer);
        var isSellerKnown = state.Accounts.TryFind(in request.Sell.Order.Account, out var seller);
        if (!isBuyerKnown || !isSellerKnown)
        {
            Forget(in request.Buy, isBuyerKnown ? buyer : -1, ref sink);
            Forget(in request.Sell, isSellerKnown ? seller : -1, ref sink);
            return false;
        }

        var isBuyRepeated = state.Records.TryFind(buyer, request.Buy.ClientOrderId, out _);
        if (isBuyRepeated || state.Records.TryFind(seller, request.Sell.ClientOrderId, out _))
        {
            Repeat(in request.Buy, buyer, ref sink);
            Repeat(in request.Sell, seller, ref sink);
            return false;
        }

        if ((request.Buy.GrantId | request.Sell.GrantId) != 0)
        {
            RefuseKeys(in request, buyer, seller, ref sink);
            return false;
        }

        var buyReason = admission.Admit(
            in request.Buy, buyer, false, new EarlierLegs { IsBlock = true }, out _buy);
        var sellReason = buyReason != RejectReason.None
            ? RejectReason.ListRejected
            : AdmitSell(in request, seller);
        if (sellReason == RejectReason.None)
        {
            _sell.Order.OrderId += Limits.LegOrderIdStep;
            return true;
        }

        acceptance.Refuse(
            in request.Buy, buyer, buyReason == RejectReason.None ? RejectReason.ListRejected : buyReason, ref sink);
        acceptance.Refuse(in request.Sell, seller, sellReason, ref sink);
        return false;
    }

    /// <summary>docs/money.md §17: a block is an owner's own decision.</summary>
    private void RefuseKeys<TSink>(in BlockTrade request, int buyer, int seller, ref TSink sink)
        where TSink : struct, IEventSink
    {
        OrderAcceptance.Report(in request.Buy, state.Accounts.NextSequence(buyer), Reason(in request.Buy), ref sink);
        OrderAcceptance.Report(in request.Sell, state.Accounts.NextSequence(seller), Reason(in request.Sell), ref sink);

        static RejectReason Reason(in NewOrder order) =>
            order.GrantId == 0 ? RejectReason.ListRejected : RejectReason.SessionKeyScope;
    }

    /// <summary>What the buy takes of every table is counted; of the seller's own things it takes nothing.</summary>
    private RejectReason AdmitSell(in BlockTrade request, int seller)
    {
        var earlier = new EarlierLegs { IsBlock = true, Orders = 1 };
        var reason = admission.Admit(in request.Sell, seller, false, in earlier, out _sell);
        return reason == RejectReason.None && !HasRoomForBoth() ? RejectReason.LimitReached : reason;
    }

    private bool HasRoomForBoth()
    {
        var market = _buy.Order.Market;
        var asset = _buy.Market.Asset;
        var positions = state.Positions;
        var ledger = state.Ledger;
        var newPositions = (positions.TryFind(_buy.Order.Account, market, out _) ? 0 : 1)
            + (positions.TryFind(_sell.Order.Account, market, out _) ? 0 : 1);
        var newBalances = (ledger.TryFind(_buy.Order.Account, asset, out _) ? 0 : 1)
            + (ledger.TryFind(_sell.Order.Account, asset, out _) ? 0 : 1);
        return newPositions <= positions.Free && newBalances <= ledger.FreeBalances;
    }

    /// <summary>Gate 1: nothing is remembered.</summary>
    private void Forget<TSink>(in NewOrder order, int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var reason = account < 0 ? RejectReason.UnknownAccount : RejectReason.ListRejected;
        var sequence = account < 0 ? 0 : state.Accounts.NextSequence(account);
        OrderAcceptance.Report(in order, sequence, reason, ref sink);
    }

    /// <summary>Gate 1: a known order is answered as a repeat.</summary>
    private void Repeat<TSink>(in NewOrder order, int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Records.TryFind(account, order.ClientOrderId, out var known))
        {
            acceptance.AnswerRepeat(in order, account, known, ref sink);
        }
        else
        {
            Forget(in order, account, ref sink);
        }
    }

    private static void Reject<TSink>(in BlockTrade request, CommandRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink =>
        EngineEvents.Reject(ref sink, CommandType.BlockTrade, reason, request.Buy.Order.MarketId);
}
