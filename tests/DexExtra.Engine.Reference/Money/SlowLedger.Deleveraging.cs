using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// Who is deleveraged (L5, docs/money.md §9) and who pays what nobody has (§10), from all positions of the market anew.
/// Passes over large markets take several commands, in which positions change: then only what must hold at any time is
/// looked at.
/// </summary>
public sealed partial class SlowLedger
{
    /// <summary>Commands after which no pass of a crowded command is left.</summary>
    private const int CalmCommands = 100;

    private SlowDeleveraging? _deleveraging;
    private SlowLevy? _levy;
    private int _mostPositions;
    private int _unitsBelow;
    private long _crowdedSequence = -CalmCommands;

    /// <summary>More positions than one command may visit, if every unit in liquidation needed two passes.</summary>
    private bool IsCrowded => _sequence - _crowdedSequence < CalmCommands || MayVisit > Limits.MaxPositionVisitsPerCommand;

    private long MayVisit => 2L * _mostPositions * Math.Min(Limits.MaxLiquidationSteps, _liquidations.Count + _unitsBelow);

    /// <summary>Before the trade: lots, price, profit, and nobody who ranks before the one who is deleveraged.</summary>
    private void ExpectDeleveraged(SlowParty liquidated, SlowParty other, in Traded trade)
    {
        var (position, chosen, market) = (liquidated.Position, other.Position, liquidated.Position.Market);
        That(position.Lots > 0 ? chosen.Lots < 0 : chosen.Lots > 0, "a deleveraging of the same side (L5)", other.Wallet);
        Expect("deleveraged lots", Math.Min(Math.Abs(position.Lots), Math.Abs(chosen.Lots)), trade.QuantityLots, other.Wallet);
        if (_deleveraging?.Position != position)
        {
            _deleveraging = new SlowDeleveraging(position, BankruptcyTicks(position, UnitOf(position).FirmEquity));
        }

        var price = trade.PriceTicks;
        var profits = chosen.UnrealisedAt(price) > 0 && SlowMargin.Unrealised(chosen) > 0;
        var isAtBankruptcy = price == _deleveraging.BankruptcyTicks && profits;
        That(isAtBankruptcy || price == market.MarkTicks, "a deleveraging at a wrong price, or without profit (L5)", other.Wallet);
        NoteGain(position, chosen, trade.QuantityLots, isAtBankruptcy, price == market.MarkTicks);
        _deleveraging.PriceTicks = price;
        _deleveraging.Lots += Math.Sign(position.Lots) * trade.QuantityLots;
        if (IsCrowded)
        {
            return;
        }

        var own = ScoreOf(chosen);
        foreach (var score in Queue(_deleveraging))
        {
            var isAsked = score.Position != chosen && score.Position.Lots != 0
                && (!isAtBankruptcy || score.Position.UnrealisedAt(price) > 0);
            That(!isAsked || own.CompareTo(score) < 0, "another position ranks before the deleveraged one (L5)", other.Wallet);
        }
    }

    /// <summary>§9: what lots gain that are closed at the mark counts as weight when the liquidation's loss is shared.</summary>
    private static void NoteGain(SlowPosition liquidated, SlowPosition chosen, long lots, bool isAtBankruptcy, bool isAtMark)
    {
        var job = liquidated.Mode == MarginMode.Isolated ? liquidated.Liquidation : liquidated.Wallet.Liquidation;
        var (market, profit) = (chosen.Market, SlowMargin.Unrealised(chosen));
        if (job is null || profit <= 0)
        {
            return;
        }

        job.HasUnknownGains |= isAtBankruptcy && isAtMark;
        if (!isAtBankruptcy)
        {
            var left = chosen.Cost - Ratio.TowardZero(chosen.Cost, lots, Math.Abs(chosen.Lots));
            var lotsLeft = chosen.Lots - (Math.Sign(chosen.Lots) * lots);
            var profitLeft = lotsLeft == 0 ? 0 : ((Int128)lotsLeft * (market.MarginPrice ?? 0) * market.TickValue) - left;
            var known = chosen.MarkGain is { } gain && gain.Job == job ? gain.Gain : 0;
            chosen.MarkGain = (job, known + profit - profitLeft);
        }
    }

    private SlowScore ScoreOf(SlowPosition position) =>
        new(position, SlowMargin.Unrealised(position), UnitOf(position).FirmEquity);

    /// <summary>Opposite positions; what others trade changes no score.</summary>
    private List<SlowScore> Queue(SlowDeleveraging deleveraging)
    {
        if (deleveraging.Queue.Count == 0)
        {
            var isLong = deleveraging.Position.Lots > 0;
            foreach (var position in deleveraging.Position.Market.Positions.Values)
            {
                if (isLong ? position.Lots < 0 : position.Lots > 0)
                {
                    deleveraging.Queue.Add(ScoreOf(position));
                }
            }
        }

        return deleveraging.Queue;
    }

    private void EndDeleveraging(SlowLiquidation job, SlowPosition position, in LiquidationChanged changed)
    {
        That(_deleveraging?.Position == position, "a deleveraging without trades (L5)", job.Wallet);
        Expect("deleveraged lots", _deleveraging!.Lots, changed.Lots, job.Wallet);
        Expect("deleveraging price", _deleveraging.PriceTicks, changed.LimitTicks, job.Wallet);
        var isFlat = position.Lots == 0;
        (job.Stage, job.Steps) = (isFlat ? LiquidationStage.Reducing : LiquidationStage.Deleveraging, 0);
        _deleveraging = null;
    }

    /// <summary>§10, before it moves: winners pay by weight, in order, then the one who owes gets it all.</summary>
    private void ExpectSocialised(SlowMarket market, SlowPosition position, Int128 amount)
    {
        _levy ??= new SlowLevy(market, [.. market.Positions.Values.Select(item => WinnerOf(item))]);
        That(_levy.Market == market, "a loss is socialised in two markets at once", position.Wallet);
        if (amount < 0)
        {
            _levy.Charges.Add((position, -amount));
            var winner = _levy.Winners.Find(item => item.Position == position);
            var most = Int128.Min(winner.Profit + (position.MarkGain?.Gain ?? 0), winner.Payable + winner.Cash);
            That(-amount <= most, "more is socialised than a winner has won (§10)", position.Wallet);
            return;
        }

        var sum = Int128.Zero;
        foreach (var (_, paid) in _levy.Charges)
        {
            sum += paid;
        }

        Expect("socialised", sum, amount, position.Wallet);
        var missing = Int128.Max(0, -UnitOf(position).FirmEquity);
        That(sum <= missing, "more is socialised than is missing (§10)", position.Wallet);
        var job = position.Mode == MarginMode.Isolated ? position.Liquidation : position.Wallet.Liquidation;
        if (!IsCrowded && job is { HasUnknownGains: false })
        {
            ExpectShares(_levy, missing, job);
            job.HasUnknownGains = true; // what was charged counts no longer
        }

        _levy = null;
    }

    /// <summary>u, and what its unit can pay: its equity, of an isolated position the bucket, before it the account's cash.</summary>
    private SlowWinner WinnerOf(SlowPosition position)
    {
        var profit = Int128.Max(0, SlowMargin.Unrealised(position));
        if (profit == 0 && position.MarkGain is null)
        {
            return new SlowWinner(position, 0, 0, 0);
        }

        var equity = Int128.Max(0, UnitOf(position).FirmEquity);
        if (position.Mode != MarginMode.Isolated)
        {
            return new SlowWinner(position, profit, equity, 0);
        }

        var cash = Int128.Max(0, Int128.Min(position.Wallet.Available, Unit(position.Wallet, null).FirmEquity));
        return new SlowWinner(position, profit, Int128.Min(equity, position.Bucket), cash);
    }

    /// <summary>
    /// Each in order of creation its share by weight: u and what this liquidation made it gain at the mark. That is cash of
    /// an isolated position's account, which pays first.
    /// </summary>
    private void ExpectShares(SlowLevy levy, Int128 shortfall, SlowLiquidation debtor)
    {
        var weights = Int128.Zero;
        foreach (var winner in levy.Winners)
        {
            weights += winner.Profit + GainOf(winner.Position, debtor);
        }

        var (missing, next) = (shortfall, 0);
        foreach (var winner in levy.Winners)
        {
            var gain = GainOf(winner.Position, debtor);
            var weight = winner.Profit + gain;
            var due = weight == 0 ? 0 : Int128.Min(Int128.Min(missing, Ratio.Up(shortfall, weight, weights)), weight);
            var cash = Int128.Min(Int128.Min(due, gain), winner.Cash);
            missing -= ExpectCharge(levy, ref next, winner.Position, cash);
            missing -= ExpectCharge(levy, ref next, winner.Position, Int128.Min(due - cash, winner.Payable));
        }

        That(next == levy.Charges.Count, "somebody pays who has not won (§10)", debtor.Wallet);
    }

    private static Int128 GainOf(SlowPosition position, SlowLiquidation debtor) =>
        position.MarkGain is { } gain && gain.Job == debtor ? gain.Gain : 0;

    private Int128 ExpectCharge(SlowLevy levy, ref int next, SlowPosition position, Int128 amount)
    {
        if (amount > 0)
        {
            var isCharged = next < levy.Charges.Count && levy.Charges[next].Position == position;
            That(isCharged, "a winner is left out (§10)", position.Wallet);
            Expect("share of a loss (§10)", amount, levy.Charges[next++].Amount, position.Wallet);
        }

        return Int128.Max(0, amount);
    }

    private void NoteCrowd() => _crowdedSequence = MayVisit > Limits.MaxPositionVisitsPerCommand ? _sequence : _crowdedSequence;
}
