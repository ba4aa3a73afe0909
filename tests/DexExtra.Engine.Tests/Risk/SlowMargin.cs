using System.Numerics;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>
/// docs/money.md §4 once more, from the text: rational numbers without bounds, rounded where the text rounds.
/// </summary>
internal sealed class SlowMargin(EngineState state)
{
    public BigInteger InitialTicks(Market market, BigInteger lots, bool isLong) => lots.IsZero
        ? 0
        : Ticks(market, isLong, Scanned(market, lots));

    public BigInteger MaintenanceTicks(Market market, BigInteger lots, bool isLong) => lots.IsZero
        ? 0
        : Ticks(market, isLong, Ceiling(Scanned(market, lots) * market.Risk.MaintenanceBp, 10_000));

    public BigInteger Unrealised(in Position position)
    {
        var market = state.Markets[position.Market];
        if (position.Lots == 0 || Price(market) is not { } price)
        {
            return 0;
        }

        return (price * position.Lots * market.TickValue) - (BigInteger)position.Cost;
    }

    public BigInteger Initial(in Position position, in ExtraOrder extra)
    {
        var market = state.Markets[position.Market];
        var more = extra.Market == market.Slot ? extra : ExtraOrder.None;
        var longLots = Most(
            position.Lots, position.ReduceOnlyBuyLots + more.ReducingBuys, position.OpenBuyLots + more.BuyLots);
        var shortLots = Most(
            -position.Lots, position.ReduceOnlySellLots + more.ReducingSells, position.OpenSellLots + more.SellLots);
        return BigInteger.Max(
            longLots * InitialTicks(market, longLots, true) * market.TickValue,
            shortLots * InitialTicks(market, shortLots, false) * market.TickValue);
    }

    public BigInteger Maintenance(in Position position)
    {
        var market = state.Markets[position.Market];
        var lots = BigInteger.Abs(position.Lots);
        return lots * MaintenanceTicks(market, lots, position.Lots > 0) * market.TickValue;
    }

    public BigInteger Collateral(int account, int backed)
    {
        BigInteger sum = 0;
        for (var asset = 0; asset < state.Assets.Count; asset++)
        {
            ref readonly var terms = ref state.Assets[asset].Collateral;
            var isFresh = terms.Terms.MaxAgeSeconds == 0
                || state.TimestampNs - terms.PriceNs < terms.Terms.MaxAgeSeconds * Limits.NsPerSecond;
            if (terms.IsSet && terms.HasPrice && isFresh && terms.Backed == backed
                && state.Ledger.TryFind(account, asset, out var balance))
            {
                var gross = (BigInteger)state.Ledger[balance].Available * (BigInteger)terms.Price / 100_000_000;
                var net = gross * (10_000 - terms.Terms.HaircutBp) / 10_000;
                sum += BigInteger.Min(net, (BigInteger)terms.Terms.Cap);
            }
        }

        return sum;
    }

    /// <summary>Equity, IM, MM, free, free to take out of a cross unit with an order.</summary>
    public BigInteger[] Cross(int account, int asset, in ExtraOrder extra)
    {
        BigInteger cash = Collateral(account, asset);
        if (state.Ledger.TryFind(account, asset, out var balance))
        {
            cash += (BigInteger)state.Ledger[balance].Available + (BigInteger)state.Ledger[balance].Owed;
        }

        var sums = new BigInteger[5];
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            if (state.Markets[slot].Asset == asset && ModeOf(account, slot) == MarginMode.Cross)
            {
                Add(account, slot, in extra, sums);
            }
        }

        return [sums[0] + cash, sums[1], sums[2], sums[3] + cash - sums[1], sums[4] + cash - sums[1]];
    }

    private void Add(int account, int market, in ExtraOrder extra, BigInteger[] sums)
    {
        var position = state.Positions.TryFind(account, market, out var slot)
            ? state.Positions[slot]
            : new Position { Account = account, Market = market };
        var unrealised = Unrealised(in position);
        var loss = unrealised < 0 ? unrealised : 0;
        var profit = unrealised > 0 ? unrealised : 0;
        sums[0] += unrealised;
        sums[1] += Initial(in position, in extra);
        sums[2] += Maintenance(in position);
        sums[3] += loss + (profit * state.Markets[market].Risk.ProfitShareBp / 10_000);
        sums[4] += loss;
    }

    private MarginMode ModeOf(int account, int market) => state.Positions.TryFind(account, market, out var slot)
        ? state.Positions[slot].Mode
        : state.Markets[market].Terms.MarginMode;

    /// <summary>Scan with its add-ons, before the ramp.</summary>
    private static BigInteger Scanned(Market market, BigInteger lots)
    {
        ref readonly var risk = ref market.Risk;
        BigInteger openInterest = market.LongLots;
        var moves = Ceiling((BigInteger)market.Prices.Volatility, 65_536) * risk.ScanVolatility;
        var basis = BigInteger.Max(openInterest, risk.ConcentrationBaseLots);
        var share = basis.IsZero ? 10_000 : Ceiling(lots * 10_000, basis);
        share = share > 10_000 ? 10_000 : share;
        var addOn = share > risk.ConcentrationFreeBp
            ? Ceiling((share - risk.ConcentrationFreeBp) * risk.ConcentrationBp, 10_000)
            : 0;
        if (risk.OpenInterestBaseLots > 0)
        {
            var steps = Ceiling(openInterest * risk.OpenInterestBp, risk.OpenInterestBaseLots);
            addOn += BigInteger.Min(steps, 10 * (BigInteger)risk.OpenInterestBp);
        }

        return Ceiling(BigInteger.Max(risk.MinScanTicks, moves) * (10_000 + addOn), 10_000);
    }

    /// <summary>With the ramp, at most the way to the bound.</summary>
    private BigInteger Ticks(Market market, bool isLong, BigInteger ticks)
    {
        ref readonly var risk = ref market.Risk;
        BigInteger floor = market.Terms.FloorTicks;
        BigInteger cap = market.Terms.CapTicks;
        if (Price(market) is not { } price || risk.MinScanTicks == 0)
        {
            return Price(market) is { } known ? isLong ? known - floor : cap - known : cap - floor;
        }

        var bound = isLong ? price - floor : cap - price;
        var target = risk.JumpTicks > 0 ? risk.JumpTicks : bound;
        var left = (BigInteger)market.Terms.Life.TerminationSeconds - state.NowSeconds;
        var passed = risk.RampSeconds - (left > 0 ? left : 0);
        if (risk.RampSeconds > 0 && passed > 0 && target > ticks)
        {
            ticks = Ceiling((ticks * (risk.RampSeconds - passed)) + (target * passed), risk.RampSeconds);
        }

        return BigInteger.Min(ticks, bound);
    }

    private static BigInteger? Price(Market market)
    {
        if (market.Prices.HasMark)
        {
            return market.Prices.MarkTicks;
        }

        if (market.Prices.HasLast)
        {
            return market.Prices.LastTicks;
        }

        return (market.Rules.Flags & TradingFlags.HasInitialReference) != 0 ? market.Rules.InitialReferenceTicks : null;
    }

    /// <summary>Lot by lot: reduce-only ones first, which end when nothing is left to close, then the others.</summary>
    private static BigInteger Most(long held, long reducing, long all)
    {
        var others = all - reducing;
        for (; reducing > 0 && held < 0; reducing--)
        {
            held++;
        }

        return BigInteger.Max(held + (BigInteger)others, 0);
    }

    private static BigInteger Ceiling(BigInteger amount, BigInteger divisor) => (amount + divisor - 1) / divisor;
}
