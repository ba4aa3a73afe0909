using DexExtra.Engine.Auctions;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: prices and calls.</summary>
internal static class CallHash
{
    /// <summary>One market.</summary>
    public static void Add(HashFold fold, Market market)
    {
        AddCall(fold, in market.Call);
        AddPrices(fold, market.Prices);
    }

    /// <summary>The unfinished uncrossing, by the stamps its orders had when it began.</summary>
    public static void Add(HashFold fold, EngineState state)
    {
        var uncrossing = state.Uncrossing;
        fold.Add((ulong)state.Settlement.Reserved);
        fold.Add((ulong)uncrossing.Stage);
        fold.Add((ulong)uncrossing.ExcessLots);
        fold.Add((ulong)uncrossing.CollectedCount);
        for (var index = 0; index < uncrossing.Count; index++)
        {
            ref readonly var allotment = ref uncrossing[index];
            var lots = allotment.Slot < 0 ? 0 : state.Orders.Terms(allotment.Slot).AllocatedLots;
            if (lots > 0)
            {
                fold.Add((ulong)allotment.Stamp);
                fold.Add((ulong)lots);
            }
        }
    }

    private static void AddCall(HashFold fold, in CallAuction call)
    {
        fold.Add(call.Id);
        fold.Add((ulong)call.Kind);
        fold.Add((ulong)call.Phase);
        fold.Add(call.IsEndDrawn);
        fold.Add(call.HasTraded);
        fold.Add((ulong)call.EarliestEndNs);
        fold.Add((ulong)call.EndNs);
        fold.Add(call.RandomSeconds);
        fold.Add(call.Extensions);
        fold.Add(unchecked((ulong)call.PriceTicks));
        fold.Add((ulong)call.OpenLots);
        fold.Add((ulong)call.UncrossedNs);
        fold.Add(unchecked((ulong)call.IndicatedNs));
        fold.Add(unchecked((ulong)call.IndicatedPriceTicks));
        fold.Add((ulong)call.IndicatedVolumeLots);
        fold.Add(unchecked((ulong)call.IndicatedSurplusLots));
        fold.Add(call.IndicatedHasPrice);
        fold.Add(call.IsIndicationDue);
    }

    private static void AddPrices(HashFold fold, MarketPrices prices)
    {
        fold.Add(prices.HasLast);
        fold.Add(unchecked((ulong)prices.LastTicks));
        fold.Add(prices.HasMark);
        fold.Add(unchecked((ulong)prices.MarkTicks));
        fold.Add((ulong)prices.MarkNs);
        fold.Add(prices.HasMean);
        fold.Add(prices.Mean);
        fold.Add(prices.Volatility);
        fold.Add(prices.HasIndex);
        fold.Add(unchecked((ulong)prices.IndexTicks));
        for (var index = 0; index < prices.History.Count; index++)
        {
            var (second, ticks) = prices.History.Entry(index);
            fold.Add(second);
            fold.Add(unchecked((ulong)ticks));
        }
    }
}
