using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>QueryMargin: what a unit is, would be with one more order, and could still bear (docs/money.md §4).</summary>
public sealed partial class SlowLedger
{
    private void OnMarginReported(in MarginReported report)
    {
        var market = Market(report.Request.MarketId);
        var account = report.Request.Account;
        var wallet = Wallet(in account, report.AssetId) ?? new SlowWallet(account, market.Asset);
        var demand = new SlowDemand
        {
            Wallet = wallet,
            Market = market,
            Side = report.Request.Side,
            PriceTicks = report.Request.PriceTicks,
        };
        var asked = WithLots(in demand, report.Request.Lots);
        var unit = demand.Mode != MarginMode.Isolated ? SlowMargin.OfCross(wallet, _nowNs)
            : demand.Position is { } position ? SlowMargin.OfIsolated(position, NowSeconds)
            : new SlowUnit();
        Expect("equity", unit.Equity, report.Equity, wallet);
        Expect("initial margin", unit.InitialMargin, report.InitialMargin, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, report.MaintenanceMargin, wallet);
        Expect("collateral", unit.Collateral, report.Collateral, wallet);
        Expect("owed", wallet.Owed, report.Owed, wallet);
        Expect("hold of the order", asked.Hold, report.Hold, wallet);
        That(MayTake(wallet, report.Withdrawable), "more is withdrawable than may be taken out (R3)", wallet);
        That(report.Withdrawable >= wallet.Available || !MayTake(wallet, report.Withdrawable + 1),
            "less is withdrawable than may be taken out (R3)", wallet);
        ExpectAfter(in asked, unit, in report);
        ExpectReason(in asked, report.Reason);
        ExpectBuyingPower(in demand, report.BuyingPowerLots);
    }

    private SlowDemand WithLots(in SlowDemand demand, long lots)
    {
        var order = demand with { Lots = lots, MoreLots = lots };
        return order with { Hold = lots * HoldPerLot(in order) };
    }

    private void ExpectAfter(in SlowDemand asked, SlowUnit unit, in MarginReported report)
    {
        var wallet = asked.Wallet;
        if (asked.Mode == MarginMode.Cross)
        {
            var after = SlowMargin.OfCross(wallet, _nowNs, ExtraOf(in asked));
            Expect("free", unit.Free, report.Free, wallet);
            Expect("initial margin after it", after.InitialMargin, report.InitialMarginAfter, wallet);
            Expect("free after it", after.Free - asked.Hold, report.FreeAfter, wallet);
            return;
        }

        var more = asked.Mode == MarginMode.Isolated && asked.Lots > 0
            ? asked.Lots * asked.Market.TickValue * IsolatedTicks(in asked)
            : 0;
        Expect("free", report.Withdrawable, report.Free, wallet);
        Expect("initial margin after it", unit.InitialMargin + more, report.InitialMarginAfter, wallet);
        Expect("free after it", report.Withdrawable - asked.Hold, report.FreeAfter, wallet);
    }

    private void ExpectReason(in SlowDemand asked, RejectReason said)
    {
        var reason = asked.Lots == 0 ? RejectReason.None : Gate(in asked);
        var isExcused = said == RejectReason.InLiquidation && MayBeInLiquidation(in asked);
        That(said == reason || isExcused, $"gate 8 says {Codes.Of(said)}, not {Codes.Of(reason)}", asked.Wallet);
    }

    /// <summary>So many lots pass gate 8, one more does not, nor do all from there to the largest order by halves.</summary>
    private void ExpectBuyingPower(in SlowDemand demand, long lots)
    {
        var most = demand.Market.Terms.MaxOrderLots;
        That(lots >= 0 && lots <= most, "a buying power out of range", demand.Wallet);
        for (var fewer = lots; fewer > 0; fewer /= 2)
        {
            var order = WithLots(in demand, fewer);
            That(Gate(in order) == RejectReason.None, $"a buying power of {lots} lots that {fewer} have not", demand.Wallet);
        }

        for (var more = lots + 1; more <= most; more *= 2)
        {
            var order = WithLots(in demand, more);
            var isRefused = Gate(in order) != RejectReason.None || MayBeInLiquidation(in order);
            That(isRefused, $"a buying power of {lots} lots where {more} pass gate 8", demand.Wallet);
        }
    }
}
