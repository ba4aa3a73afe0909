using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>R2–R4, M3: margins of a unit, from docs/money.md §4 word by word; ledger units and ticks.</summary>
public static class SlowMargin
{
    /// <summary>An account's cross positions of one settlement asset.</summary>
    public static SlowUnit OfCross(SlowWallet wallet, long nowNs) => OfCross(wallet, nowNs, default);

    /// <summary>The same with lots that are not open yet.</summary>
    public static SlowUnit OfCross(SlowWallet wallet, long nowNs, in SlowExtra extra)
    {
        Int128 collateral = 0;
        foreach (var asset in wallet.Asset.BackedBy)
        {
            collateral += CollateralOf(wallet, asset, nowNs);
        }

        var cash = wallet.Available + wallet.Owed + collateral;
        var gain = wallet.SharedGain();
        var unit = new SlowUnit
        {
            Collateral = collateral,
            Equity = cash,
            FirmEquity = cash,
            SharedGain = gain,
            Free = cash - gain,
            FreeToTakeOut = cash - gain,
        };
        var isCounted = extra.Market is null;
        foreach (var position in wallet.Positions)
        {
            var isExtra = position.Market == extra.Market;
            if (position.Mode == MarginMode.Cross && (isExtra || position.IsUsed))
            {
                isCounted |= isExtra;
                Add(position, nowNs, isExtra ? extra : default, unit);
            }
        }

        if (!isCounted)
        {
            var (buys, sells) = (extra.BuyLots - extra.ReducingBuys, extra.SellLots - extra.ReducingSells);
            AddInitial(Worst(extra.Market!, buys, sells, (ulong)(nowNs / Limits.NsPerSecond)), unit);
        }

        return unit;
    }

    private static void AddInitial(Int128 initial, SlowUnit unit)
    {
        unit.InitialMargin += initial;
        unit.Free -= initial;
        unit.FreeToTakeOut -= initial;
    }

    private static Int128 Worst(SlowMarket market, Int128 buys, Int128 sells, ulong nowSeconds) => Int128.Max(
        Initial(market, Int128.Max(0, buys), Side.Buy, nowSeconds),
        Initial(market, Int128.Max(0, sells), Side.Sell, nowSeconds));

    /// <summary>One isolated position.</summary>
    public static SlowUnit OfIsolated(SlowPosition position, ulong nowSeconds)
    {
        var unrealised = Unrealised(position);
        var unit = new SlowUnit
        {
            IsUsed = position.IsUsed,
            Equity = position.Bucket + position.Debt + unrealised,
            InitialMargin = HeldInitial(position, nowSeconds),
            MaintenanceMargin = Maintenance(position, nowSeconds),
        };
        unit.FirmEquity = unit.Equity;
        unit.Free = position.Bucket + position.Debt + Int128.Min(0, unrealised) - unit.InitialMargin;
        unit.FreeToTakeOut = unit.Free;
        return unit;
    }

    public static Int128 Unrealised(SlowPosition position) =>
        position.Lots != 0 && position.Market.MarginPrice is { } price ? position.UnrealisedAt(price) : 0;

    /// <summary>IM of the lots alone (R5).</summary>
    public static Int128 HeldInitial(SlowPosition position, ulong nowSeconds) =>
        Initial(position.Market, Math.Abs(position.Lots), position.Lots > 0 ? Side.Buy : Side.Sell, nowSeconds);

    public static Int128 Maintenance(SlowPosition position, ulong nowSeconds)
    {
        var market = position.Market;
        var lots = Math.Abs(position.Lots);
        if (lots == 0)
        {
            return 0;
        }

        var way = Way(market, position.Lots > 0 ? Side.Buy : Side.Sell);
        var ticks = IsKnown(market)
            ? Ramped(market, Ratio.Up(Scan(market, lots), market.Risk.MaintenanceBp, Limits.BasisPoints), way, nowSeconds)
            : way;
        return lots * ticks * market.TickValue;
    }

    public static Int128 InitialTicks(SlowMarket market, Int128 lots, Side side, ulong nowSeconds)
    {
        var way = Way(market, side);
        return IsKnown(market) ? Ramped(market, Scan(market, lots), way, nowSeconds) : way;
    }

    private static Int128 Initial(SlowMarket market, Int128 lots, Side side, ulong nowSeconds) =>
        lots == 0 ? 0 : lots * InitialTicks(market, lots, side, nowSeconds) * market.TickValue;

    private static void Add(SlowPosition position, long nowNs, in SlowExtra extra, SlowUnit unit)
    {
        var nowSeconds = (ulong)(nowNs / Limits.NsPerSecond);
        var market = position.Market;
        var unrealised = Unrealised(position);
        var buys = position.Most(Side.Buy, extra.BuyLots, extra.ReducingBuys);
        var sells = position.Most(Side.Sell, extra.SellLots, extra.ReducingSells);
        unit.IsUsed = true;
        unit.Equity += unrealised;
        unit.FirmEquity += market.IsReliable(nowNs) ? unrealised : Int128.Min(0, unrealised);
        unit.MaintenanceMargin += Maintenance(position, nowSeconds);
        unit.Free += Int128.Min(0, unrealised)
            + Ratio.Down(Int128.Max(0, unrealised), market.Risk.ProfitShareBp, Limits.BasisPoints);
        unit.FreeToTakeOut += Int128.Min(0, unrealised);
        AddInitial(Worst(market, buys, sells, nowSeconds), unit);
    }

    /// <summary>R4: the guarantee fund could buy collateral of the wallet.</summary>
    public static bool CanConvert(SlowWallet wallet, long nowNs) => wallet.Asset.Guarantee > 0
        && wallet.Asset.BackedBy.Any(asset => WorthOf(asset, Held(wallet, asset), nowNs) > 0);

    /// <summary>R4: what the account's holding of an asset counts in the asset that it backs.</summary>
    private static Int128 CollateralOf(SlowWallet wallet, SlowAsset asset, long nowNs) =>
        ValueOf(asset, Held(wallet, asset), nowNs);

    private static Int128 Held(SlowWallet wallet, SlowAsset asset) =>
        asset.Wallets.GetValueOrDefault(wallet.Account)?.Available ?? 0;

    public static Int128 ValueOf(SlowAsset asset, Int128 held, long nowNs) =>
        Int128.Min(asset.Collateral!.Value.Cap, WorthOf(asset, held, nowNs));

    /// <summary>R4, C13: at the price less the haircut, without the cap; 0 without a price that is fresh.</summary>
    public static Int128 WorthOf(SlowAsset asset, Int128 held, long nowNs)
    {
        var terms = asset.Collateral!.Value;
        var isStale = terms.MaxAgeSeconds != 0 && nowNs - asset.PriceNs >= terms.MaxAgeSeconds * Limits.NsPerSecond;
        return held == 0 || asset.Price == 0 || isStale
            ? 0
            : Ratio.Down(
                Ratio.Down(held, asset.Price, FixedPoint.One), Limits.BasisPoints - terms.HaircutBp, Limits.BasisPoints);
    }

    private static bool IsKnown(SlowMarket market) => market.Risk.MinScanTicks > 0 && market.MarginPrice is not null;

    private static Int128 Way(SlowMarket market, Side side) => market.MarginPrice is not { } price
        ? market.Terms.CapTicks - market.Terms.FloorTicks
        : Math.Max(0, side == Side.Buy ? price - market.Terms.FloorTicks : market.Terms.CapTicks - price);

    private static Int128 Scan(SlowMarket market, Int128 lots)
    {
        var risk = market.Risk;
        var scan = Math.Max(risk.MinScanTicks, risk.ScanVolatility * market.VolatilityTicks);
        var basis = Math.Max(1, Math.Max(market.LongLots, risk.ConcentrationBaseLots));
        var share = Int128.Min(Limits.BasisPoints, Ratio.Up(lots, Limits.BasisPoints, basis));
        var addOn = Ratio.Up(Int128.Max(0, share - risk.ConcentrationFreeBp), risk.ConcentrationBp, Limits.BasisPoints);
        if (risk.OpenInterestBaseLots != 0)
        {
            var bp = Ratio.Up(market.LongLots, risk.OpenInterestBp, risk.OpenInterestBaseLots);
            addOn += Int128.Min(bp, 10 * (Int128)risk.OpenInterestBp);
        }

        return Ratio.Up(scan, Limits.BasisPoints + addOn, Limits.BasisPoints);
    }

    private static Int128 Ramped(SlowMarket market, Int128 ticks, Int128 way, ulong nowSeconds)
    {
        var risk = market.Risk;
        var end = market.Terms.Life.TerminationSeconds;
        var target = risk.JumpTicks != 0 ? risk.JumpTicks : way;
        if (risk.RampSeconds != 0 && nowSeconds + risk.RampSeconds > end && target > ticks)
        {
            var elapsed = (Int128)Math.Min(nowSeconds, end) - end + risk.RampSeconds;
            ticks += Ratio.Up(target - ticks, elapsed, risk.RampSeconds);
        }

        return Int128.Min(ticks, way);
    }
}
