using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: lives of markets, their payouts, switches of the venue, recent matches.</summary>
internal static class LifeHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        fold.Add(state.VenueState.HaltTrading);
        fold.Add(state.VenueState.FreezeWithdrawals);
        fold.Add(state.VenueState.LowSpace);
        fold.Add(state.Matches.Digest);
    }

    /// <summary>One market.</summary>
    public static void Add(HashFold fold, EngineState state, Market market)
    {
        fold.Add(market.IsTimeUp);
        fold.Add(market.WasStale);
        fold.Add(market.LongCost);
        fold.Add(market.MarkMean.TickNs);
        fold.Add(market.MarkMean.CountedNs);
        fold.Add(market.MarkMean.SinceNs);
        ref readonly var result = ref market.Result;
        fold.AddBytes(in result.AssertionId);
        fold.AddBytes(in result.RejectedId);
        fold.Add(result.SettlementTicks);
        fold.Add(result.LivenessEndSeconds);
        fold.Add(result.DisputedSinceNs);
        fold.Add(result.DisputedNs);
        fold.Add(result.SettledNs);
        fold.Add(result.IsFallback);
        fold.Add(result.IsVoid);
        AddPayout(fold, state, market);
    }

    private static void AddPayout(HashFold fold, EngineState state, Market market)
    {
        ref readonly var payout = ref market.Payout;
        fold.Add((long)payout.Stage);
        fold.Add(payout.Next >= 0 && payout.Stage != 0 ? state.Positions[payout.Next].Account : -1L);
        fold.Add(payout.OpenInterestLots);
        fold.Add(payout.Gains);
        fold.Add(payout.Losses);
        fold.Add(payout.InsurancePaid);
        fold.Add(payout.Shortfall);
        fold.Add(payout.Socialised);
        fold.Add(payout.Surplus);
        fold.Add(payout.FeesPaid);
        fold.Add(payout.FeesKept);
        fold.Add(payout.FeesReturned);
    }
}
