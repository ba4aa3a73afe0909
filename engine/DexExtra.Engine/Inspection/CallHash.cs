using System.Runtime.InteropServices;
using DexExtra.Engine.Auctions;
using DexExtra.Engine.Collections;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;

namespace DexExtra.Engine.Inspection;

/// <summary>The part of the state hash that is about states, rules, prices and calls.</summary>
internal struct CallHash
{
    private ulong _hash;

    /// <summary>One market.</summary>
    public static ulong Of(Market market)
    {
        var hash = default(CallHash);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(MemoryMarshal.AsBytes(
            new ReadOnlySpan<Messages.TradingRules>(in market.Rules))))
        {
            hash.Add(word);
        }

        hash.Add((ulong)market.State);
        hash.AddCall(in market.Call);
        hash.AddPrices(market.Prices);
        return hash._hash;
    }

    /// <summary>The unfinished uncrossing, by the stamps its orders had when it began.</summary>
    public static ulong Of(EngineState state)
    {
        var hash = default(CallHash);
        var uncrossing = state.Uncrossing;
        hash.Add((ulong)state.Settlement.Reserved);
        hash.Add((ulong)uncrossing.Stage);
        hash.Add((ulong)uncrossing.ExcessLots);
        for (var index = 0; index < uncrossing.Count; index++)
        {
            ref readonly var allotment = ref uncrossing[index];
            var lots = allotment.Slot < 0 ? 0 : state.Orders.Terms(allotment.Slot).AllocatedLots;
            if (lots > 0)
            {
                hash.Add((ulong)allotment.Stamp);
                hash.Add((ulong)lots);
            }
        }

        return hash._hash;
    }

    private void AddCall(in CallAuction call)
    {
        Add(call.Id);
        Add((ulong)call.Kind);
        Add((ulong)call.Phase);
        Add(call.IsEndDrawn);
        Add(call.HasTraded);
        Add((ulong)call.EarliestEndNs);
        Add((ulong)call.EndNs);
        Add(call.RandomSeconds);
        Add(call.Extensions);
        Add(unchecked((ulong)call.PriceTicks));
        Add((ulong)call.OpenLots);
        Add((ulong)call.UncrossedNs);
        Add(unchecked((ulong)call.IndicatedNs));
        Add(unchecked((ulong)call.IndicatedPriceTicks));
        Add((ulong)call.IndicatedVolumeLots);
        Add(unchecked((ulong)call.IndicatedSurplusLots));
        Add(call.IndicatedHasPrice);
        Add(call.IsIndicationDue);
    }

    private void AddPrices(MarketPrices prices)
    {
        Add(prices.HasLast);
        Add(unchecked((ulong)prices.LastTicks));
        Add(prices.HasMark);
        Add(unchecked((ulong)prices.MarkTicks));
        Add((ulong)prices.MarkNs);
        Add(prices.HasMean);
        Add(prices.Mean);
        Add(prices.Volatility);
        Add(prices.HasIndex);
        Add(unchecked((ulong)prices.IndexTicks));
        for (var index = 0; index < prices.History.Count; index++)
        {
            var (second, ticks) = prices.History.Entry(index);
            Add(second);
            Add(unchecked((ulong)ticks));
        }
    }

    private void Add(bool value) => Add(value ? 1UL : 0UL);

    private void Add(Int128 value)
    {
        unchecked
        {
            Add((ulong)value);
            Add((ulong)(value >> 64));
        }
    }

    private void Add(ulong word) => _hash = Mix.Fold(_hash, word);
}
