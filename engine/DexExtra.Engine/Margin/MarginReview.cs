using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>
/// L1: looks at the units of positions that changed, and in passes at all units of a market whose margins changed
/// (docs/money.md §7). Says when a unit's level changes and hands it over to the liquidation below MM.
/// </summary>
internal sealed class MarginReview(EngineState state, MarginUnits units)
{
    private const int WarningTenths = 15;
    private const int CallTenths = 12;

    private readonly Ranking _ranking = new(state, units);

    /// <summary>After the effects of a command.</summary>
    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (!state.Effects.Reviews.IsEmpty)
        {
            var position = state.Effects.Reviews.Take();
            var unit = units.Of(position);
            if (CanFall(position, in unit))
            {
                Update(in unit, units.Reckon(in unit), position, ref sink);
            }
        }

        RequestPasses();
        GoOn(ref sink);
    }

    /// <summary>A unit's level, from its state; one below MM is liquidated from the next command on.</summary>
    public void Update<TSink>(in MarginUnit unit, in MarginState margin, int position, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!units.IsLiquidatable(in unit))
        {
            return;
        }

        ref var level = ref units.Level(in unit);
        var now = LevelOf(in margin);
        if (now != level)
        {
            Report(in unit, in margin, now, level, ref sink);
            level = now;
        }

        if (now == MarginLevel.Liquidation && units.Liquidation(in unit) == 0)
        {
            var job = state.Liquidations.Add(new LiquidationJob
            {
                Unit = unit,
                NextNs = state.TimestampNs,
                Stage = LiquidationStage.RiskOrders,
                Position = position,
            });
            units.SetLiquidation(in unit, job + 1);
        }
    }

    /// <summary>Without risk parameters margin is all that a position can lose: only an old debt can be.</summary>
    private bool CanFall(int position, in MarginUnit unit) =>
        units.MarketOf(position).Risk.MinScanTicks > 0 || units.Owed(in unit) < 0;

    private static MarginLevel LevelOf(in MarginState margin)
    {
        var (equity, needed) = (margin.Equity * 10, margin.MaintenanceMargin);
        return equity < needed * 10 ? MarginLevel.Liquidation
            : equity < needed * CallTenths ? MarginLevel.MarginCall
            : equity < needed * WarningTenths ? MarginLevel.Warning
            : MarginLevel.None;
    }

    /// <summary>
    /// Once a second: margins rise with time, so that markets in their ramp are looked at (M3), and a mark that got too
    /// old counts for less (§7).
    /// </summary>
    private void RequestPasses()
    {
        if (state.NowSeconds == (ulong)(state.PreviousNs / Limits.NsPerSecond))
        {
            return;
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            var end = market.Terms.Life.TerminationSeconds;
            var isInRamp = market.Risk.RampSeconds > 0 && state.NowSeconds + market.Risk.RampSeconds > end
                && state.NowSeconds <= end;
            if (HasBecomeStale(market) || isInRamp)
            {
                state.Passes.RequestReview(market);
            }
        }
    }

    private bool HasBecomeStale(Market market)
    {
        var wasStale = market.WasStale;
        market.WasStale = market.Prices.HasMark
            && !market.Prices.IsMarkFresh(state.TimestampNs, market.Rules.MarkMaxAgeSeconds);
        return market.WasStale && !wasStale;
    }

    /// <summary>Goes on with the passes, a market after the other, as far as the command may.</summary>
    private void GoOn<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var passes = state.Passes;
        for (var visited = 0; visited < state.Markets.Count && passes.IsAnyRunning; visited++)
        {
            var market = state.Markets[passes.ReviewTurn];
            if (passes.IsRunning(market, PassKind.Review) && !TryComplete(market, ref sink))
            {
                return;
            }

            passes.ReviewTurn = (passes.ReviewTurn + 1) % state.Markets.Count;
        }
    }

    /// <summary>False if the command may visit no more.</summary>
    private bool TryComplete<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        while (state.Passes.TryVisit(market, PassKind.Review, out var position))
        {
            Visit(position, ref sink);
        }

        if (state.Passes.IsRunning(market, PassKind.Review))
        {
            return false;
        }

        state.Ranks.EndPass(market);
        ref var isAgain = ref state.Passes.IsReviewedAgain(market);
        if (isAgain)
        {
            isAgain = false;
            state.Passes.Start(market, PassKind.Review);
        }

        return true;
    }

    private void Visit<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var position = ref state.Positions[slot];
        var unit = units.Of(slot);
        var isIdle = position.Lots == 0 && position.Quantile == 0 && units.Level(in unit) == MarginLevel.None
            && units.Owed(in unit) == 0;
        if (isIdle || !CanFall(slot, in unit))
        {
            return;
        }

        var margin = units.Reckon(in unit);
        Update(in unit, in margin, slot, ref sink);
        _ranking.Visit(slot, margin.Equity, ref sink);
    }

    private void Report<TSink>(
        in MarginUnit unit, in MarginState margin, MarginLevel level, MarginLevel before, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var account = units.Account(in unit);
        var called = new MarginCalled
        {
            Account = state.Accounts[account].Id,
            AccountSequence = state.Accounts.NextSequence(account),
            AssetId = state.Assets[units.Asset(in unit)].Listing.AssetId,
            MarketId = unit.IsIsolated ? units.MarketOf(unit.Slot).Terms.MarketId : 0,
            Equity = margin.Equity,
            InitialMargin = margin.InitialMargin,
            MaintenanceMargin = margin.MaintenanceMargin,
            Level = level,
            Before = before,
        };
        sink.Append(EventType.MarginCalled, in called);
    }
}
