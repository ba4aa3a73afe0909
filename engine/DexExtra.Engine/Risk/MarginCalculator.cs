using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>
/// R2–R5: equity and margins of margin units, reckoned from the state whenever they are asked for (docs/money.md §4).
/// A cross unit costs one look per position of the account that has lots or open orders. Changes nothing.
/// </summary>
internal sealed class MarginCalculator(EngineState state)
{
    private readonly SharedGains _gains = new(state);

    /// <summary>An account's cross positions settled in one asset, with an order that is not there yet.</summary>
    public MarginState OfCross(int balance, in ExtraOrder extra) =>
        OfCross(state.Ledger[balance].Account, state.Ledger[balance].Asset, in extra);

    /// <summary>The same for an account that may have no balance in the asset.</summary>
    public MarginState OfCross(int account, int asset, in ExtraOrder extra)
    {
        var unit = new MarginState { IsFresh = true };
        AddCross(account, asset, in extra, ref unit, out var counted);
        if (extra.Market >= 0 && !counted)
        {
            var market = state.Markets[extra.Market];
            unit.InitialMargin += Initial(default, market, in extra);
            unit.IsFresh &= IsFresh(market);
            unit.HasStaleMark |= IsStale(market);
        }

        unit.Collateral = CollateralOf(account, asset);
        var cash = state.Ledger.TryFind(account, asset, out var balance)
            ? state.Ledger[balance].Available + state.Ledger[balance].Owed
            : 0;
        var settled = cash + unit.Collateral;
        unit.Equity += settled;
        unit.SharedGain = _gains.Of(account, asset);
        unit.Free += settled - unit.InitialMargin - unit.SharedGain;
        unit.FreeToTakeOut += settled - unit.InitialMargin - unit.SharedGain;
        return unit;
    }

    /// <summary>L2-6: available cash but for gains that may yet be charged.</summary>
    public Int128 Unshared(int balance) => state.Ledger[balance].Available - _gains.Of(balance);

    /// <summary>
    /// R4: without the amount the unit that the balance's asset backs keeps its initial margin. Out of a unit that has
    /// less nothing may be taken, not even what counts as 0: its price may only be too old.
    /// </summary>
    public bool KeepsBacked(int balance, Int128 amount)
    {
        ref readonly var cash = ref state.Ledger[balance];
        ref readonly var collateral = ref state.Assets[cash.Asset].Collateral;
        if (!collateral.IsSet || !state.Ledger.TryFind(cash.Account, collateral.Backed, out var backed))
        {
            return true;
        }

        var unit = OfCross(backed, in ExtraOrder.None);
        var lost = collateral.ValueOf(cash.Available, state.TimestampNs)
            - collateral.ValueOf(cash.Available - amount, state.TimestampNs);
        return (!unit.IsUsed && state.Ledger[backed].Owed == 0) || lost <= unit.FreeToTakeOut;
    }

    /// <summary>One isolated position (R5).</summary>
    public MarginState OfIsolated(int slot)
    {
        ref readonly var position = ref state.Positions[slot];
        var market = state.Markets[position.Market];
        var unit = new MarginState
        {
            IsFresh = position.Lots == 0 || IsFresh(market),
            HasStaleMark = IsStale(market),
            IsUsed = position.IsUsed,
        };
        var unrealised = Unrealised(in position);
        unit.Equity = position.Bucket + position.Shortfall + unrealised;
        unit.InitialMargin = HeldInitial(in position);
        unit.MaintenanceMargin = Maintenance(in position);
        unit.Free = position.Bucket + position.Shortfall + Int128.Min(0, unrealised) - unit.InitialMargin;
        unit.FreeToTakeOut = unit.Free;
        return unit;
    }

    /// <summary>u: lots × price − cost, at the price that margins go by.</summary>
    public Int128 Unrealised(in Position position)
    {
        var market = state.Markets[position.Market];
        return position.Lots == 0 || market.MarginPrice is not { } price
            ? 0
            : ((Int128)position.Lots * price * market.TickValue) - position.Cost;
    }

    /// <summary>MM of a position.</summary>
    public Int128 Maintenance(in Position position)
    {
        var market = state.Markets[position.Market];
        Int128 lots = Math.Abs(position.Lots);
        var side = position.Lots > 0 ? Side.Buy : Side.Sell;
        return lots == 0
            ? 0
            : lots * market.TickValue
                * MarginTicks.Maintenance(market, lots, market.WayToBound(side), state.NowSeconds);
    }

    /// <summary>IM of a position with its open orders, riskiest side.</summary>
    public Int128 Initial(in Position position, Market market, in ExtraOrder extra)
    {
        var isSame = extra.Market == market.Slot;
        var buys = position.MostLots(Side.Buy, isSame ? extra.BuyLots : 0, isSame ? extra.ReducingBuys : 0);
        var sells = position.MostLots(Side.Sell, isSame ? extra.SellLots : 0, isSame ? extra.ReducingSells : 0);
        return Int128.Max(
            OneSide(market, Int128.Max(0, buys), Side.Buy), OneSide(market, Int128.Max(0, sells), Side.Sell));
    }

    /// <summary>IM of the lots of a position alone: its orders hold their own (R5).</summary>
    public Int128 HeldInitial(in Position position)
    {
        var market = state.Markets[position.Market];
        return OneSide(market, Math.Abs(position.Lots), position.Lots > 0 ? Side.Buy : Side.Sell);
    }

    /// <summary>R5: what stands behind an isolated position that opens without an order: IM − min(0, u).</summary>
    public Int128 BucketOf(in Position position) =>
        position.Lots == 0 ? 0 : HeldInitial(in position) - Int128.Min(0, Unrealised(in position));

    /// <summary>B7: the market's mark exists and is not older than it may be.</summary>
    public bool IsFresh(Market market) => market.Prices.IsMarkFresh(state.TimestampNs, market.Rules.MarkMaxAgeSeconds);

    /// <summary>§7: nobody doubts its price: a fresh mark, or the last one of a market that has ended.</summary>
    public bool IsReliable(Market market) => market.HasEnded || IsFresh(market);

    /// <summary>B7: the market has a mark, but an old one.</summary>
    public bool IsStale(Market market) => market.Prices.HasMark && !IsFresh(market);

    private Int128 OneSide(Market market, Int128 lots, Side side) =>
        lots == 0
            ? 0
            : lots * market.TickValue
                * MarginTicks.Initial(market, lots, market.WayToBound(side), state.NowSeconds);

    private void AddCross(int account, int asset, in ExtraOrder extra, ref MarginState unit, out bool counted)
    {
        counted = false;
        var slot = state.Positions.FirstLive(account);
        for (; slot >= 0; slot = state.Positions[slot].NextLive)
        {
            ref readonly var position = ref state.Positions[slot];
            var market = state.Markets[position.Market];
            if (position.Mode == MarginMode.Cross && market.Asset == asset)
            {
                counted |= position.Market == extra.Market;
                Add(in position, market, in extra, ref unit);
            }
        }
    }

    private void Add(in Position position, Market market, in ExtraOrder extra, ref MarginState unit)
    {
        var unrealised = Unrealised(in position);
        var share = Ledger.MoneyMath.Share(
            Int128.Max(0, unrealised), market.Risk.ProfitShareBp, Limits.BasisPoints);
        unit.IsUsed = true;
        unit.Equity += unrealised;
        unit.SoftProfit += IsReliable(market) ? 0 : Int128.Max(0, unrealised);
        unit.Free += Int128.Min(0, unrealised) + share;
        unit.FreeToTakeOut += Int128.Min(0, unrealised);
        unit.InitialMargin += Initial(in position, market, in extra);
        unit.MaintenanceMargin += Maintenance(in position);
        unit.IsFresh &= position.Lots == 0 || IsFresh(market);
        unit.HasStaleMark |= (position.Lots != 0 || position.Market == extra.Market) && IsStale(market);
    }

    private Int128 CollateralOf(int account, int backed)
    {
        Int128 value = 0;
        for (var asset = 0; asset < state.Assets.CollateralCount; asset++)
        {
            ref readonly var collateral = ref state.Assets[state.Assets.CollateralAt(asset)].Collateral;
            if (collateral.Backed == backed
                && state.Ledger.TryFind(account, state.Assets.CollateralAt(asset), out var balance))
            {
                value += collateral.ValueOf(state.Ledger[balance].Available, state.TimestampNs);
            }
        }

        return value;
    }
}
