using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Messages;

namespace DexExtra.Engine.Fees;

/// <summary>
/// F1–F4: the fees of both sides of a trade. Owners whose day is over get their tier of today first (FeeTierChanged);
/// then the trade counts into their volume, unless it is none of the market (L4, L5, U3, F11).
/// </summary>
internal sealed class TradeFees(EngineState state)
{
    private const ulong SecondsPerDay = 86_400;

    /// <summary>Trades that are made by the venue or off the book.</summary>
    public const TradeFlags OffMarket =
        TradeFlags.Liquidation | TradeFlags.Deleveraging | TradeFlags.Block | TradeFlags.Bust;

    /// <summary>
    /// Continuous trading: taker and maker fee. A rebate is at most what the taker pays after discounts, and it comes
    /// out of that. A liquidation pays no fee (L4).
    /// </summary>
    public void Reckon<TSink>(
        Market market, long priceTicks, long lots, ref FillSide taker, ref FillSide maker, TradeFlags flags,
        ref TSink sink)
        where TSink : struct, IEventSink
    {
        Count(market, lots, in taker, in maker, flags, ref sink);
        taker.Fee = (flags & TradeFlags.Liquidation) != 0
            ? 0
            : Of(market, FeeKind.Taker, priceTicks, lots, taker.Owner);
        maker.Fee = Int128.Max(-taker.Fee, Of(market, FeeKind.Maker, priceTicks, lots, maker.Owner));
        taker.PassedFee = Int128.Max(0, -maker.Fee);
    }

    /// <summary>A7, U3: both sides pay the same kind of fee.</summary>
    public void ReckonEqual<TSink>(
        Market market, FeeKind? kind, in Traded traded, ref FillSide buy, ref FillSide sell, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Count(market, traded.QuantityLots, in buy, in sell, traded.Flags, ref sink);
        if (kind is { } paid)
        {
            buy.Fee = Of(market, paid, traded.PriceTicks, traded.QuantityLots, buy.Owner);
            sell.Fee = Of(market, paid, traded.PriceTicks, traded.QuantityLots, sell.Owner);
        }
    }

    /// <summary>F11: a busted trade does not count.</summary>
    public void TakeBack(Market market, long lots, long matchedNs, int buyer, int seller)
    {
        var day = (ulong)(matchedNs / Limits.NsPerSecond) / SecondsPerDay;
        state.Fees.TakeBack(buyer, day, VolumeOf(market, lots));
        state.Fees.TakeBack(seller, day, VolumeOf(market, lots));
    }

    private static Int128 VolumeOf(Market market, long lots) =>
        Math.BigMul(lots, market.RangeValue) / FixedPoint.One;

    private Int128 Of(Market market, FeeKind kind, long priceTicks, long lots, int owner) =>
        state.Fees.Discounted(owner, kind, FeeRates.Of(market, kind, priceTicks, lots));

    private void Count<TSink>(
        Market market, long lots, in FillSide first, in FillSide second, TradeFlags flags, ref TSink sink)
        where TSink : struct, IEventSink
    {
        BeginDay(first.Owner, ref sink);
        BeginDay(second.Owner, ref sink);
        if ((flags & OffMarket) == 0)
        {
            var volume = VolumeOf(market, lots);
            state.Fees.Count(first.Owner, volume);
            state.Fees.Count(second.Owner, volume);
        }
    }

    private void BeginDay<TSink>(int owner, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var day = state.NowSeconds / SecondsPerDay;
        if (state.Fees.IsCurrent(owner, day))
        {
            return;
        }

        state.Fees.MoveTo(owner, day);
        var volume = state.Fees.VolumeBefore(owner);
        var tier = state.Fees.TierOf(volume);
        if (tier != state.Fees[owner].Tier)
        {
            state.Fees[owner].Tier = tier;
            var changed = new FeeTierChanged
            {
                Owner = state.Accounts[state.Accounts.FirstOf(owner)].Id.Owner,
                Tier = tier,
                Volume = volume * FixedPoint.One,
            };
            sink.Append(EventType.FeeTierChanged, in changed);
        }
    }
}
