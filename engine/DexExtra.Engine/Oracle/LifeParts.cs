using DexExtra.Engine.Ledger;
using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Payout;
using DexExtra.Engine.Risk;
using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Triggers;

namespace DexExtra.Engine.Oracle;

/// <summary>The parts of a market's end and of the venue's switches (docs/money.md §11, §12, §14).</summary>
internal sealed class LifeParts
{
    public LifeParts(
        EngineState state, MarketTransitions transitions, OrderSweeps sweeps, TriggerTracker tracker,
        MarginCalculator margins, Conversion conversion, BalanceReports balances)
    {
        var reports = new PayoutReports(state);
        Payouts = new PayoutWalk(
            state, sweeps, new PositionPayout(state, margins, conversion, reports, balances), reports, transitions);
        Clock = new LifeClock(state, transitions);
        Closing = new MarketClosing(state, reports);
        Oracle = new OracleHandler(state, transitions);
        Venue = new VenueHandler(state, tracker);
    }

    public PayoutWalk Payouts { get; }

    public LifeClock Clock { get; }

    public MarketClosing Closing { get; }

    public OracleHandler Oracle { get; }

    public VenueHandler Venue { get; }
}
