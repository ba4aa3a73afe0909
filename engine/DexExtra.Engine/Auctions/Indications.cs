using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>A10: what a call would give now, at most once per interval and only when it differs.</summary>
internal sealed class Indications(EngineState state, AuctionPrice auctionPrice)
{
    /// <summary>Calls whose book changed in this command, then those that had to wait, in order of creation.</summary>
    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        foreach (var slot in state.Touched.ChangedMarkets)
        {
            state.Markets[slot].Call.IsIndicationDue = true;
            Indicate(state.Markets[slot], ref sink);
        }

        if (state.TimestampNs < state.Schedule.NextIndicationNs)
        {
            return;
        }

        state.Schedule.ResetIndications();
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            if (state.Markets[slot].Call.IsIndicationDue)
            {
                Indicate(state.Markets[slot], ref sink);
            }
        }
    }

    private void Indicate<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var call = ref market.Call;
        var nextNs = call.IndicatedNs + Limits.IndicativeIntervalNs;
        if (call.Phase == CallPhase.Call && state.TimestampNs < nextNs)
        {
            state.Schedule.WakeIndication(nextNs);
            return;
        }

        call.IsIndicationDue = false;
        if (call.Phase == CallPhase.Call && TryUpdate(market))
        {
            call.IndicatedNs = state.TimestampNs;
            Report(market, ref sink);
        }
    }

    /// <summary>True if it is not what was indicated last; a call begins with no price.</summary>
    private bool TryUpdate(Market market)
    {
        ref var call = ref market.Call;
        var found = auctionPrice.Find(market);
        var result = found ?? default;
        if (call.IndicatedHasPrice == found.HasValue
            && call.IndicatedPriceTicks == result.PriceTicks
            && call.IndicatedVolumeLots == result.VolumeLots
            && call.IndicatedSurplusLots == result.SurplusLots)
        {
            return false;
        }

        call.IndicatedHasPrice = found.HasValue;
        call.IndicatedPriceTicks = result.PriceTicks;
        call.IndicatedVolumeLots = result.VolumeLots;
        call.IndicatedSurplusLots = result.SurplusLots;
        return true;
    }

    private static void Report<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var call = ref market.Call;
        var indicated = new AuctionIndicated
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            AuctionId = call.Id,
            HasPrice = call.IndicatedHasPrice ? (byte)1 : (byte)0,
            PriceTicks = call.IndicatedPriceTicks,
            VolumeLots = call.IndicatedVolumeLots,
            SurplusLots = Math.Abs(call.IndicatedSurplusLots),
            SurplusSide = Math.Sign(call.IndicatedSurplusLots) switch
            {
                > 0 => Side.Buy,
                < 0 => Side.Sell,
                _ => default,
            },
        };
        sink.Append(EventType.AuctionIndicated, in indicated);
    }
}
