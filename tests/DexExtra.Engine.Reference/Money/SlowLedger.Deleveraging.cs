using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// Who is deleveraged (L5, docs/money.md §9) and who pays what nobody has (§10), from all positions of the market anew.
/// Passes over large markets take several commands, in which positions change: where an event says so, only what must
/// hold at any time is looked at.
/// </summary>
public sealed partial class SlowLedger
{
    private SlowDeleveraging? _deleveraging;
    private SlowLevy? _levy;
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
        _deleveraging.IsAtMark |= !isAtBankruptcy;
        _deleveraging.PriceTicks = price;
        _deleveraging.Lots += Math.Sign(position.Lots) * trade.QuantityLots;
        var own = ScoreOf(chosen);
        foreach (var score in Queue(_deleveraging))
        {
            var isAsked = score.Position != chosen && score.Position.Lots != 0
                && (!isAtBankruptcy || score.Position.UnrealisedAt(price) > 0);
            _deleveraging.PassedOver ??= isAsked && own.CompareTo(score) >= 0 ? score.Position : null;
        }
    }

    /// <summary>
    /// §10: what is realised while a loss is shared counts as weight, but not of the one who is liquidated. Whether lots
    /// that are deleveraged begin that, the event behind their trades says.
    /// </summary>
    private void NoteGain(SlowParty party, in Traded trade)
    {
        if (party.IsLiquidated)
        {
            return;
        }

        if (party.Position.Market.Sharing is null && (trade.Flags & TradeFlags.Deleveraging) != 0)
        {
            _deleveraging!.Realised.Add((party.Position, party.Realised));
        }

        party.Position.AddGain(party.Realised);
    }

    /// <summary>§10: the loss of a liquidation is shared from the event that says so until another one says no.</summary>
    private void NoteSharing(SlowLiquidation job, SlowMarket? market, in LiquidationChanged changed)
    {
        if (changed.IsSharing == 0)
        {
            EndSharing(job);
            return;
        }

        That(market is not null && (market.Sharing?.Debtor ?? job) == job, "two losses are shared at once (§10)", job.Wallet);
        if (market!.Sharing is null)
        {
            (market.Sharing, job.SharedIn) = (new SlowSharing(job), market);
            _deleveraging?.Realised.ForEach(item => item.Position.AddGain(item.Amount));
        }

        market.Sharing.IsSpread |= changed.Stage == LiquidationStage.Socialising;
    }

    private static void EndSharing(SlowLiquidation job)
    {
        if (job.SharedIn is { } market)
        {
            (market.Sharing, job.SharedIn) = (null, null);
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
        That(changed.IsSliced == 1 || _deleveraging.PassedOver is null,
            "another position ranks before a deleveraged one (L5)", (_deleveraging.PassedOver ?? position).Wallet);
        That(!_deleveraging.IsAtMark || changed.IsSharing == 1, "what was closed at the mark is not shared (§10)", job.Wallet);
        var isFlat = position.Lots == 0;
        (job.Stage, job.Steps) = (isFlat ? LiquidationStage.Reducing : LiquidationStage.Deleveraging, 0);
    }

    /// <summary>§10, before it moves: winners pay by weight, in order, then the one who owes gets it all.</summary>
    private void ExpectSocialised(SlowMarket market, SlowPosition position, Int128 amount)
    {
        That(_levy is not null || market.Insurance == 0, "a loss is socialised while there is insurance (§10)", position.Wallet);
        _levy ??= LevyOf(market);
        That(_levy.Market == market, "a loss is socialised in two markets at once", position.Wallet);
        if (amount < 0)
        {
            _levy.Charges.Add((position, -amount));
            var winner = _levy.Winners.Find(item => item.Position == position);
            That(-amount <= winner.Payable + winner.Cash, "more is socialised than a winner can pay (§10)", position.Wallet);
            That(IsSpread(market) || -amount <= winner.Profit + winner.Gain,
                "more is socialised than a winner has won (§10)", position.Wallet);
            return;
        }

        var sum = Int128.Zero;
        foreach (var (_, paid) in _levy.Charges)
        {
            sum += paid;
        }

        Expect("socialised", sum, amount, position.Wallet);
        _levy.Missing = MissingOf(position);
        That(sum <= _levy.Missing.Value, "more is socialised than is missing (§10)", position.Wallet);
    }

    private SlowLevy LevyOf(SlowMarket market) => new(market, [.. market.Positions.Values.Select(WinnerOf)]);

    private static bool IsSpread(SlowMarket market) => market.Sharing is { IsSpread: true };

    /// <summary>What a unit owes and has nothing for, not even profits at old marks.</summary>
    private Int128 MissingOf(SlowPosition position)
    {
        var owed = position.Mode == MarginMode.Isolated ? position.Debt : position.Wallet.Owed;
        return Int128.Max(0, Int128.Min(-owed, -UnitOf(position).Equity));
    }

    /// <summary>The event behind the charges of a command: each share, or as many as it says that came.</summary>
    private void EndLevy(SlowLiquidation job, SlowMarket market, in LiquidationChanged changed)
    {
        var position = Position(job.Wallet, market);
        var levy = _levy ?? LevyOf(market);
        levy.Missing ??= MissingOf(position);
        That(levy.Market == market, "a loss is socialised in another market (§10)", job.Wallet);
        if (!IsSpread(market))
        {
            ExpectShares(levy, levy.Missing.Value, job.Wallet, changed.IsSharing == 0);
        }

        foreach (var (payer, _) in levy.Charges)
        {
            payer.SharedGain = null;
        }

        _levy = null;
        job.Stage = PositionsOf(job).Any(item => item.Lots != 0) ? LiquidationStage.Reducing : LiquidationStage.Socialising;
        job.Steps = 0;
    }

    /// <summary>u, and what its unit can pay: its equity, of an isolated position the bucket, before it the account's cash.</summary>
    private SlowWinner WinnerOf(SlowPosition position)
    {
        var (profit, gain) = (Int128.Max(0, SlowMargin.Unrealised(position)), position.GainNow);
        if (profit == 0 && gain == 0 && !IsSpread(position.Market))
        {
            return new SlowWinner(position, 0, 0, 0, 0);
        }

        var equity = Int128.Max(0, UnitOf(position).FirmEquity);
        if (position.Mode != MarginMode.Isolated)
        {
            return new SlowWinner(position, profit, equity, gain, 0);
        }

        var cash = Int128.Max(0, Int128.Min(position.Wallet.Available, Unit(position.Wallet, null).FirmEquity));
        return new SlowWinner(position, profit, Int128.Min(equity, position.Bucket), gain, cash);
    }

    /// <summary>
    /// Each in order of creation its share by weight: u and what it realised since the loss is shared. That is cash of an
    /// isolated position's account, which pays first.
    /// </summary>
    private void ExpectShares(SlowLevy levy, Int128 shortfall, SlowWallet debtor, bool isWhole)
    {
        var weights = Int128.Zero;
        foreach (var winner in levy.Winners)
        {
            weights += winner.Profit + winner.Gain;
        }

        var (missing, next) = (shortfall, 0);
        foreach (var winner in levy.Winners)
        {
            if (!isWhole && next == levy.Charges.Count)
            {
                break;
            }

            var weight = winner.Profit + winner.Gain;
            var due = weight == 0 ? 0 : Int128.Min(Int128.Min(missing, Ratio.Up(shortfall, weight, weights)), weight);
            var cash = Int128.Min(Int128.Min(due, winner.Gain), winner.Cash);
            missing -= ExpectCharge(levy, ref next, winner.Position, cash);
            missing -= ExpectCharge(levy, ref next, winner.Position, Int128.Min(due - cash, winner.Payable));
        }

        That(next == levy.Charges.Count, "somebody pays who has not won (§10)", debtor);
    }

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
}
