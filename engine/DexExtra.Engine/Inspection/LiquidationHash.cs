using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: passes over positions, ranking and liquidations.</summary>
internal static class LiquidationHash
{
    /// <summary>Passes, counts and candidates of a margin market.</summary>
    public static void AddMarket(HashFold fold, EngineState state, Market market)
    {
        if (market.Terms.MarginMode == MarginMode.Full)
        {
            return;
        }

        for (var kind = PassKind.Review; kind <= PassKind.Charges; kind++)
        {
            fold.Add(state.Passes.IsRunning(market, kind));
            fold.Add(state.Passes.NextOf(market, kind));
        }

        fold.Add(market.Sharing);
        fold.Add(state.Passes.IsReviewedAgain(market));
        foreach (var count in state.Ranks.Of(market))
        {
            fold.Add(count);
        }

        foreach (ref readonly var score in state.Candidates.Of(market))
        {
            fold.Add(score.Position);
            fold.Add(score.Lots);
            fold.Add(score.Profit);
            fold.Add(score.Equity);
        }
    }

    /// <summary>How far the liquidation of a unit is.</summary>
    /// <param name="place">Its place in the list + 1, 0 = not in it.</param>
    public static void AddJob(HashFold fold, EngineState state, int place)
    {
        fold.Add(place != 0);
        if (place == 0)
        {
            return;
        }

        ref readonly var job = ref state.Liquidations[place - 1];
        fold.Add(job.NextNs);
        fold.Add((long)job.Stage);
        fold.Add((long)job.Phase);
        fold.Add(job.HasClaim);
        fold.Add(job.HasStarted);
        fold.Add(job.CollectedSince);
        fold.Add(job.IsAtMark);
        fold.Add(job.IsUnpaid);
        fold.Add(job.Steps);
        fold.Add(job.Position);
        fold.Add(job.Shortfall);
        fold.Add(job.Weights);
    }
}
