using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// What time does to markets at the start of a command: outages (B6), ends of calls and uncrossings (A8), scheduled
/// auctions, and once per second mark prices (B7). A command in whose time nothing is due visits no market.
/// </summary>
internal sealed class MarketClocks(
    EngineState state, CallAuctions calls, CallEnds callEnds, MarkPrices marks, Indications indications)
{
    private const ulong SecondsPerDay = 86_400;

    /// <summary>Step 2a.</summary>
    public void CheckOutage<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var gapNs = state.TimestampNs - state.PreviousNs;
        if (gapNs <= Limits.NsPerSecond)
        {
            return;
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            var allowedNs = market.Rules.OutageSeconds * Limits.NsPerSecond;
            if (allowedNs == 0 || gapNs <= allowedNs)
            {
                continue;
            }

            state.Withdrawals.LastOutageNs = state.TimestampNs;
            if (market.IsMatching)
            {
                calls.StartAfterOutage(market, ref sink);
            }
        }
    }

    /// <summary>Step 2d: first the uncrossing that is unfinished, then the markets in order of creation.</summary>
    public void Advance<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Uncrossing.BeginCommand();
        var unfinished = state.Uncrossing.Market;
        if (unfinished is not null)
        {
            callEnds.Continue(unfinished, ref sink);
        }

        var previousSecond = (ulong)(state.PreviousNs / Limits.NsPerSecond);
        var isNewSecond = state.NowSeconds > previousSecond;
        if (!isNewSecond && state.TimestampNs < state.Schedule.NextNs)
        {
            return;
        }

        state.Schedule.Reset();
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            var wasInCall = market.IsInCall || market == unfinished;
            callEnds.Advance(market, ref sink);
            if (isNewSecond)
            {
                StartScheduled(market, previousSecond, ref sink);
            }

            // the uncrossing of this command has set the mark of this second
            if (isNewSecond && !wasInCall)
            {
                UpdateMark(market, ref sink);
            }
        }
    }

    /// <summary>Step 5: indicative prices of calls whose book changed (A10).</summary>
    public void Indicate<TSink>(ref TSink sink)
        where TSink : struct, IEventSink => indications.Run(ref sink);

    private void StartScheduled<TSink>(Market market, ulong previousSecond, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var rules = ref market.Rules;
        var isDue = (rules.Flags & TradingFlags.HasScheduledAuction) != 0
            && market.State == MarketState.Continuous
            && LastMoment(rules.ScheduledAuctionSecondOfDay) > previousSecond;
        if (isDue)
        {
            calls.StartScheduled(market, ref sink);
        }
    }

    /// <summary>Last time that it was this second of a day; 0 = never yet.</summary>
    private ulong LastMoment(ulong secondOfDay)
    {
        var passed = (state.NowSeconds + SecondsPerDay - secondOfDay) % SecondsPerDay;
        return state.NowSeconds - Math.Min(passed, state.NowSeconds);
    }

    private void UpdateMark<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (market.IsTrading && !market.IsInCall && market.State != MarketState.Suspended)
        {
            marks.Compute(market, ref sink);
        }
    }
}
