using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>R2–R4, M3: margins of a unit, from docs/money.md §4 word by word; ledger units and ticks.</summary>
public static class SlowMargin
{
    /// <summary>An account's cross positions of one settlement asset.</summary>
    public static SlowUnit OfCross(SlowWallet wallet, long nowNs)
    {
        Int128 collateral = 0;
        foreach (var asset in wallet.Asset.BackedBy)
        {
            collateral += CollateralOf(wallet, asset, nowNs);
        }

        var cash = wallet.Available + wallet.Owed + collateral;
        var unit = new SlowUnit { Collateral = collateral, Equity = cash, Free = cash, FreeToTakeOut = cash };
        foreach (var position in wallet.Positions)
        {
            if (position.Mode == MarginMode.Cross
                && (position.Lots != 0 || position.BuyLeaves != 0 || position.SellLeaves != 0))
            {
                Add(position, (ulong)(nowNs / Limits.NsPerSecond), unit);
            }
        }

        return unit;
    }

    /// <summary>One isolated position.</summary>
    public static SlowUnit OfIsolated(SlowPosition position, ulong nowSeconds)
    {
        var unrealised = Unrealised(position);
        var unit = new SlowUnit
        {
            IsUsed = position.Lots != 0 || position.BuyLeaves != 0 || position.SellLeaves != 0,
            Equity = position.Bucket + position.Debt + unrealised,
            InitialMargin = HeldInitial(position, nowSeconds),
            MaintenanceMargin = Maintenance(position, nowSeconds),
        };
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

    private static void Add(SlowPosition position, ulong nowSeconds, SlowUnit unit)
    {
        var market = position.Market;
        var unrealised = Unrealised(position);
        var buys = Int128.Max(0, (Int128)position.Lots + position.BuyLeaves);
        var sells = Int128.Max(0, (Int128)position.SellLeaves - position.Lots);
        var initial = Int128.Max(
            Initial(market, buys, Side.Buy, nowSeconds), Initial(market, sells, Side.Sell, nowSeconds));
        unit.IsUsed = true;
        unit.Equity += unrealised;
        unit.InitialMargin += initial;
        unit.MaintenanceMargin += Maintenance(position, nowSeconds);
        unit.Free += Int128.Min(0, unrealised) - initial
            + Ratio.Down(Int128.Max(0, unrealised), market.Risk.ProfitShareBp, Limits.BasisPoints);
        unit.FreeToTakeOut += Int128.Min(0, unrealised) - initial;
    }

    private static Int128 CollateralOf(SlowWallet wallet, SlowAsset asset, long nowNs)
    {
        var terms = asset.Collateral!.Value;
        var isStale = terms.MaxAgeSeconds != 0 && nowNs - asset.PriceNs >= terms.MaxAgeSeconds * Limits.NsPerSecond;
        var held = asset.Wallets.GetValueOrDefault(wallet.Account)?.Available ?? 0;
        if (held == 0 || asset.Price == 0 || isStale)
        {
            return 0;
        }

        var gross = Ratio.Down(held, asset.Price, FixedPoint.One);
        return Int128.Min(terms.Cap, Ratio.Down(gross, Limits.BasisPoints - terms.HaircutBp, Limits.BasisPoints));
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
