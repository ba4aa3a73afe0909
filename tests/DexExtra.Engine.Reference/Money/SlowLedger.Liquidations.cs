using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// The ladder of a liquidation (L2–L4, docs/money.md §8): stages in order and for a reason, the position that is reduced,
/// how much of it, the bankruptcy price and limits, fees and what the insurance pays.
/// </summary>
public sealed partial class SlowLedger
{
    private readonly HashSet<SlowLiquidation> _liquidations = [];
    private SlowStep? _step;

    private SlowLiquidation Begin(SlowWallet wallet, SlowPosition? isolated)
    {
        var job = new SlowLiquidation(wallet, isolated);
        _liquidations.Add(job);
        if (isolated is null)
        {
            wallet.Liquidation = job;
        }
        else
        {
            isolated.Liquidation = job;
        }

        return job;
    }

    private SlowUnit UnitOf(SlowPosition position) =>
        Unit(position.Wallet, position.Mode == MarginMode.Isolated ? position : null);

    private static IEnumerable<SlowPosition> PositionsOf(SlowLiquidation job) => job.Isolated is { } isolated
        ? [isolated]
        : job.Wallet.Positions.Where(position => position.Mode == MarginMode.Cross);

    private void OnLiquidation(in LiquidationChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        var market = changed.MarketId == 0 ? null : Market(changed.MarketId);
        var job = Find(wallet, market, in changed);
        var unit = Unit(wallet, job.Isolated);
        Expect("equity", unit.FirmEquity, changed.Equity, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, changed.MaintenanceMargin, wallet);
        ExpectOnlyOfStage(in changed, wallet);
        switch (changed.Stage)
        {
            case LiquidationStage.RiskOrders:
                ExpectOnlyReducing(job);
                job.Stage = LiquidationStage.AllOrders;
                break;
            case LiquidationStage.AllOrders:
                ExpectNoOrders(job);
                job.Stage = LiquidationStage.Reducing;
                break;
            case LiquidationStage.Reducing or LiquidationStage.Insured:
                EndStep(job, Position(wallet, market!), in changed);
                break;
            case LiquidationStage.Deleveraging:
                EndDeleveraging(job, Position(wallet, market!), in changed);
                break;
            case LiquidationStage.Socialising:
                EndLevy(job, market!, in changed);
                break;
            default:
                End(job, unit);
                break;
        }

        NoteSharing(job, market, in changed);
        _stages++;
        (_deleveraging, job.CouldSince) = (null, null);
    }

    /// <summary>The unit that an event is of; a liquidation may have begun unseen where the level stayed.</summary>
    private SlowLiquidation Find(SlowWallet wallet, SlowMarket? market, in LiquidationChanged changed)
    {
        if (changed.IsIsolated == 0)
        {
            return wallet.Liquidation ?? Begin(wallet, null);
        }

        var position = Position(wallet, market ?? throw Failure("an isolated unit without a market" + Of(wallet)));
        return position.Liquidation ?? Begin(wallet, position);
    }

    /// <summary>Numbers that a stage has nothing to say of are 0.</summary>
    private void ExpectOnlyOfStage(in LiquidationChanged changed, SlowWallet wallet)
    {
        var isStep = changed.Stage is LiquidationStage.Reducing or LiquidationStage.Insured;
        var isTrade = isStep || changed.Stage == LiquidationStage.Deleveraging;
        That(isTrade || (changed.Lots, changed.LimitTicks, changed.BankruptcyTicks) == (0, 0, 0), "a stage without trades", wallet);
        That(isStep || (changed.InsurancePaid == 0 && changed.Fee == 0), "a stage without payments", wallet);
    }

    /// <summary>Stage 1: only reduce-only orders, and as many lots as the position can close.</summary>
    private void ExpectOnlyReducing(SlowLiquidation job)
    {
        foreach (var position in PositionsOf(job))
        {
            foreach (var side in (Side[])[Side.Buy, Side.Sell])
            {
                var isTooMuch = position.Leaves(side) > position.Closable(side)
                    && Orders.Values.Any(order => order.Position == position && order.Side == side && !order.IsReduceOnly);
                That(!isTooMuch, "an order that increases risk is left after stage 1 (L2)", job.Wallet);
            }
        }
    }

    /// <summary>Stage 2: none at all; of a cross unit none in FULL markets of the asset either.</summary>
    private void ExpectNoOrders(SlowLiquidation job)
    {
        foreach (var position in job.Wallet.Positions)
        {
            var isOfUnit = job.Isolated is null ? position.Mode != MarginMode.Isolated : position == job.Isolated;
            That(!isOfUnit || (position.BuyLeaves == 0 && position.SellLeaves == 0), "an order is left after stage 2 (L2)", job.Wallet);
        }
    }

    /// <summary>Before the first fill or payment of a step: the position with the largest MM whose market works and matches.</summary>
    private SlowStep BeginStep(SlowPosition position)
    {
        var equity = UnitOf(position).FirmEquity;
        if (position.Mode == MarginMode.Cross)
        {
            var largest = position.Wallet.Positions
                .Where(item => item.Mode == MarginMode.Cross && item.Lots != 0 && item.Market.Works(_nowNs)
                    && item.Market.State != MarketState.Auction)
                .MaxBy(item => SlowMargin.Maintenance(item, NowSeconds));
            That(largest == position, "a liquidation does not take the position with the largest MM", position.Wallet);
        }

        _step = new SlowStep(position)
        {
            EquityBefore = equity,
            InsuranceBefore = position.Market.Insurance,
            BankruptcyTicks = BankruptcyTicks(position, equity),
        };
        return _step;
    }

    private SlowStep StepOf(SlowPosition position) => _step?.Position == position ? _step : BeginStep(position);

    /// <summary>L3: where the unit's equity is 0 while only this position moves: long up, short down, inside the bounds.</summary>
    private static long BankruptcyTicks(SlowPosition position, Int128 equity)
    {
        var market = position.Market;
        var rest = equity - SlowMargin.Unrealised(position);
        var perTick = Math.Abs(position.Lots) * (Int128)market.TickValue;
        var ticks = position.Lots > 0
            ? Ratio.Up(position.Cost - rest, 1, perTick)
            : Ratio.Down(rest - position.Cost, 1, perTick);
        return (long)Int128.Clamp(ticks, market.Terms.FloorTicks, market.Terms.CapTicks);
    }

    /// <summary>Stage 4: what the unit is short of with the rest of the position at the bankruptcy price.</summary>
    private Int128 ShortAt(SlowPosition position, long ticks)
    {
        var rest = UnitOf(position).FirmEquity - SlowMargin.Unrealised(position);
        return Int128.Max(0, -(rest + position.UnrealisedAt(ticks)));
    }

    private static void CountLiquidated(SlowStep step, long priceTicks)
    {
        var worst = step.WorstTicks ?? priceTicks;
        step.WorstTicks = step.LotsBefore > 0 ? Math.Min(worst, priceTicks) : Math.Max(worst, priceTicks);
    }

    /// <summary>L3: part of the closed lots' initial margin, at most the equity, of an isolated position the bucket.</summary>
    private Int128 LiquidationFee(SlowStep step)
    {
        var (position, market) = (step.Position, step.Position.Market);
        var lots = Math.Abs(step.LotsBefore - position.Lots);
        var side = step.LotsBefore > 0 ? Side.Buy : Side.Sell;
        var margin = lots == 0 ? 0 : lots * market.TickValue * SlowMargin.InitialTicks(market, lots, side, NowSeconds);
        var fee = Ratio.Up(margin, market.Risk.LiquidationFeeBp, Limits.BasisPoints);
        fee = Int128.Min(fee, Int128.Max(0, UnitOf(position).FirmEquity));
        return position.Mode == MarginMode.Isolated ? Int128.Min(fee, position.Bucket) : fee;
    }

    /// <summary>What the venue's funds take from and pay to a unit, before it moves.</summary>
    private void ExpectUnitPayment(SlowMarket market, SlowPosition position, BalanceChange kind, Int128 amount)
    {
        var wallet = position.Wallet;
        if (kind == BalanceChange.LiquidationFee)
        {
            var step = StepOf(position);
            Expect("liquidation fee (L3)", LiquidationFee(step), -amount, wallet);
            step.Fee -= amount;
        }
        else if (kind == BalanceChange.InsurancePaid)
        {
            var isStep = (position.Lots != 0 && market.Sharing is null) || _step?.Position == position;
            var step = isStep ? StepOf(position) : null;
            var missing = step is null ? MissingOf(position) : ShortAt(position, step.BankruptcyTicks);
            Expect("insurance paid (§8, §10)", Int128.Min(missing, market.Insurance), amount, wallet);
            if (step is not null)
            {
                step.Insured += amount;
            }
        }
        else
        {
            var missing = MissingOf(position);
            Expect("guarantee paid (§10)", Int128.Min(missing, market.Asset.Guarantee), amount, wallet);
        }
    }

    /// <summary>Stages 3 and 4.</summary>
    private void EndStep(SlowLiquidation job, SlowPosition position, in LiquidationChanged changed)
    {
        var (market, wallet, step) = (position.Market, job.Wallet, StepOf(position));
        var isReducing = changed.Stage == LiquidationStage.Reducing;
        var isLong = step.LotsBefore > 0;
        Expect("bankruptcy price (L3)", step.BankruptcyTicks, changed.BankruptcyTicks, wallet);
        Expect("liquidated lots", step.LotsBefore - position.Lots, changed.Lots, wallet);
        Expect("insurance paid", step.Insured, changed.InsurancePaid, wallet);
        Expect("liquidation fee", step.Fee, changed.Fee, wallet);
        Expect("liquidation fee not taken", 0, step.Fee == 0 ? LiquidationFee(step) : 0, wallet);
        That(isReducing ? step.EquityBefore >= 0 : step.EquityBefore < 0 || changed.Step >= market.Risk.MaxSteps,
            "a stage of a liquidation without reason (L2)", wallet);
        That(changed.Step <= market.Risk.MaxSteps || !isReducing, "more steps than there may be (L2)", wallet);
        var stepsBefore = changed.Step - (isReducing ? 1 : 0);
        That(stepsBefore == job.Steps || stepsBefore == 0, "steps of a liquidation are left out (L2)", wallet);
        var beyond = isReducing ? 0 : step.InsuranceBefore / ((Int128)Math.Abs(step.LotsBefore) * market.TickValue);
        ExpectLimit(step, isLong ? step.BankruptcyTicks - beyond : step.BankruptcyTicks + beyond, changed.LimitTicks);
        if (isReducing)
        {
            That(Math.Abs(changed.Lots) <= MostLots(step), "a step is too large (L2)", wallet);
        }
        else
        {
            var missing = Int128.Max(0, ShortAt(position, step.BankruptcyTicks) - step.Fee);
            Expect("insurance not paid (L2)", 0, Int128.Min(missing, market.Insurance), wallet);
        }

        var isFlat = position.Lots == 0 && !isReducing;
        job.Stage = isReducing || isFlat ? LiquidationStage.Reducing : LiquidationStage.Deleveraging;
        (job.Steps, job.Market, _step) = (isFlat ? 0 : changed.Step, market, null);
    }

    /// <summary>Stage 3: a share of the position, at least the smallest step.</summary>
    private static Int128 MostLots(SlowStep step)
    {
        var (size, risk) = (Math.Abs(step.LotsBefore), step.Position.Market.Risk);
        return Int128.Clamp(Int128.Max(risk.MinLiquidationLots, Ratio.Up(size, risk.StepBp, Limits.BasisPoints)), 1, size);
    }

    /// <summary>No fill is worse than the limit; without an execution window the limit is exactly what it may be.</summary>
    private void ExpectLimit(SlowStep step, Int128 ticks, long limitTicks)
    {
        ref readonly var terms = ref step.Position.Market.Terms;
        var worst = (long)Int128.Clamp(ticks, terms.FloorTicks, terms.CapTicks);
        var (rules, wallet) = (step.Position.Market.Rules, step.Position.Wallet);
        var hasWindow = rules.ExecutionBandTicks != 0 || rules.FirstTrigger.Ticks != 0 || rules.SecondTrigger.Ticks != 0
            || rules.ThirdTrigger.Ticks != 0;
        var isLong = step.LotsBefore > 0;
        That(isLong ? limitTicks >= worst : limitTicks <= worst, "a limit beyond the bankruptcy price (L3)", wallet);
        That(hasWindow || limitTicks == worst, $"a limit of {limitTicks} that is not {worst} (L3)", wallet);
        var fill = step.WorstTicks ?? limitTicks;
        That(isLong ? fill >= limitTicks : fill <= limitTicks, "a liquidation trades beyond its limit (L3)", wallet);
    }

    /// <summary>It ends above MM; between steps into the book only above IM, while one of its markets works (§8).</summary>
    private void End(SlowLiquidation job, SlowUnit unit)
    {
        var isStepping = job.Market is { } market && job.Stage == LiquidationStage.Reducing
            && job.Steps > 0 && job.Steps < market.Risk.MaxSteps && PositionsOf(job).Any(position => position.Lots != 0)
            && PositionsOf(job).Any(position => position.IsUsed && position.Market.Works(_nowNs));
        That(unit.FirmEquity >= (isStepping ? unit.InitialMargin : unit.MaintenanceMargin),
            "a liquidation ends too early (L2, L3)", job.Wallet);
        _liquidations.Remove(job);
        if (job.Isolated is { } isolated)
        {
            (isolated.Liquidation, isolated.MayWaitUntilNs) = (null, 0);
        }
        else
        {
            (job.Wallet.Liquidation, job.Wallet.MayWaitUntilNs) = (null, 0);
        }
    }
}
