using DexExtra.Engine.Markets;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>
/// QueryMargin command: what a margin unit is, and would be with one more limit order (docs/money.md §4). Asks gate 8
/// itself, so that the answer is what the order would get. Changes nothing.
/// </summary>
internal sealed class MarginQuery(EngineState state, MarginCalculator margins, OrderHolds holds, FundsGate funds)
{
    /// <summary>Refused with UNKNOWN_ACCOUNT, UNKNOWN_MARKET or INVALID_PARAMETERS.</summary>
    public void Apply<TSink>(in QueryMargin request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            Reject(in request, CommandRejectReason.UnknownAccount, ref sink);
        }
        else if (state.Markets.Find(request.MarketId) is not { } market)
        {
            Reject(in request, CommandRejectReason.UnknownMarket, ref sink);
        }
        else if (!IsValid(in request, market))
        {
            Reject(in request, CommandRejectReason.InvalidParameters, ref sink);
        }
        else
        {
            var report = Report(in request, account, market);
            sink.Append(EventType.MarginReported, in report);
        }
    }

    private static void Reject<TSink>(in QueryMargin request, CommandRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink =>
        EngineEvents.Reject(ref sink, CommandType.QueryMargin, reason, request.RequestId);

    private static bool IsValid(in QueryMargin request, Market market) =>
        request.Side is Side.Buy or Side.Sell
        && market.Allows(request.PriceTicks)
        && request.Lots >= 0
        && request.Lots <= market.Terms.MaxOrderLots;

    private MarginReported Report(in QueryMargin request, int account, Market market)
    {
        var demand = new OrderDemand
        {
            Account = account,
            Balance = state.Ledger.TryFind(account, market.Asset, out var balance) ? balance : -1,
            Market = market,
            Side = request.Side,
            PriceTicks = request.PriceTicks,
        };
        SetLots(ref demand, request.Lots);
        var report = new MarginReported
        {
            Request = request,
            AssetId = market.Terms.AssetId,
            Owed = demand.Balance >= 0 ? state.Ledger[balance].Owed : 0,
            Withdrawable = MayTakeOut(demand.Balance),
            Hold = demand.Hold,
            Reason = request.Lots == 0 ? RejectReason.None : funds.Check(in demand, default),
        };
        Describe(in demand, ref report);
        report.BuyingPowerLots = BuyingPower(ref demand);
        return report;
    }

    private void Describe(in OrderDemand demand, ref MarginReported report)
    {
        var mode = holds.ModeOf(demand.Account, demand.Market);
        if (mode == MarginMode.Isolated)
        {
            var isKnown = state.Positions.TryFind(demand.Account, demand.Market.Slot, out var slot);
            Fill(isKnown ? margins.OfIsolated(slot) : default, ref report);
            report.InitialMarginAfter = report.InitialMargin
                + (demand.MoreLots == 0
                    ? 0
                    : demand.MoreLots * demand.Market.TickValue * holds.InitialTicks(in demand));
        }
        else
        {
            Fill(margins.OfCross(demand.Account, demand.Market.Asset, in ExtraOrder.None), ref report);
            report.InitialMarginAfter = report.InitialMargin;
        }

        if (mode == MarginMode.Cross)
        {
            var after = funds.CrossWith(in demand, default);
            report.InitialMarginAfter = after.InitialMargin;
            report.FreeAfter = after.Free - demand.Hold;
        }
        else
        {
            report.Free = report.Withdrawable;
            report.FreeAfter = report.Free - demand.Hold;
        }
    }

    private static void Fill(in MarginState unit, ref MarginReported report)
    {
        report.Equity = unit.Equity;
        report.Collateral = unit.Collateral;
        report.InitialMargin = unit.InitialMargin;
        report.MaintenanceMargin = unit.MaintenanceMargin;
        report.Free = unit.Free;
    }

    /// <summary>The largest amount that may leave the balance.</summary>
    private Int128 MayTakeOut(int balance)
    {
        var isShort = balance >= 0 && state.Exits.IsAccountShort(state.Ledger[balance].Account);
        var most = balance < 0 || isShort ? 0 : state.Ledger[balance].Available;
        if (funds.MayTake(balance, most))
        {
            return most;
        }

        Int128 passes = 0;
        while (most - passes > 1)
        {
            var middle = passes + ((most - passes) / 2);
            if (funds.MayTake(balance, middle))
            {
                passes = middle;
            }
            else
            {
                most = middle;
            }
        }

        return passes;
    }

    /// <summary>Most lots that pass gate 8: fewer lots never ask for more.</summary>
    private long BuyingPower(ref OrderDemand demand)
    {
        long passes = 0;
        var fails = demand.Market.Terms.MaxOrderLots + 1;
        while (fails - passes > 1)
        {
            var middle = passes + ((fails - passes) / 2);
            SetLots(ref demand, middle);
            if (funds.Check(in demand, default) == RejectReason.None)
            {
                passes = middle;
            }
            else
            {
                fails = middle;
            }
        }

        return passes;
    }

    private void SetLots(ref OrderDemand demand, long lots)
    {
        demand.Lots = lots;
        demand.MoreLots = lots;
        demand.Hold = Math.BigMul(lots, holds.PerLot(in demand));
    }
}
