using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Results and payouts (M4–M9, docs/money.md §11, §12).</summary>
public sealed partial class SlowLedger
{
    private void OnState(in MarketStateChanged changed)
    {
        var market = Market(changed.MarketId);
        ExpectInTime(market, in changed);
        StartPatienceAnew();
        if (market.State == MarketState.Disputed)
        {
            market.DisputedNs += _nowNs - market.DisputedSinceNs;
        }

        (market.State, market.Auction) = (changed.State, changed.Auction);
        switch (changed.State)
        {
            case MarketState.TradingTerminated when market.EndedNs == 0:
                market.EndedNs = _nowNs;
                break;
            case MarketState.Disputed:
                market.DisputedSinceNs = _nowNs;
                break;
            case MarketState.Settling:
                BeginPayout(market, changed.Cause);
                break;
            case MarketState.Settled:
                market.SettledNs = _nowNs;
                break;
            case MarketState.Closed:
                Touch(market);
                break;
            default:
                break;
        }
    }

    /// <summary>M5, M7, M12: what must not be too early.</summary>
    private void ExpectInTime(SlowMarket market, in MarketStateChanged changed)
    {
        var life = market.Terms.Life;
        if (changed.State == MarketState.ResultProposed)
        {
            That(NowSeconds >= life.ObservationEndSeconds + life.PublicationDelaySeconds, "a result too early (M5)");
        }
        else if (changed is { State: MarketState.Settling, Cause: StateCause.Fallback })
        {
            var deadline = ((Int128)life.FallbackDeadlineSeconds * Limits.NsPerSecond) + market.DisputedNs;
            That(_nowNs >= deadline, "a fallback before its deadline (M7)");
        }
        else if (changed.State == MarketState.Closed)
        {
            That(_nowNs - market.SettledNs >= market.Risk.InsuranceWaitSeconds * Limits.NsPerSecond, "closed too early (M12)");
        }
        else if (changed.Cause == StateCause.Termination)
        {
            That(NowSeconds >= life.TerminationSeconds, "a termination too early (M2)");
        }
    }

    private void OnMark(in MarkPriceChanged changed)
    {
        var market = Market(changed.MarketId);
        if (market.MarginPrice != changed.PriceTicks)
        {
            _moved.Add(market);
        }

        market.MarkTicks = changed.PriceTicks;
        market.Marks.Add((_nowNs, changed.PriceTicks));
    }

    private void OnResult(in ResultChanged changed)
    {
        var market = Market(changed.Update.MarketId);
        if (changed.Update.Kind == OracleUpdateKind.Proposed)
        {
            var ticks = HalfAway(changed.Update.Value, market.Terms.TickSize);
            var isInside = ticks >= market.Terms.FloorTicks && ticks <= market.Terms.CapTicks;
            That(isInside || market.Terms.Life.OutOfRange == OutOfRange.Clamp, "a value that the market ignores (M8)");
            ticks = BigInteger.Max(market.Terms.FloorTicks, BigInteger.Min(market.Terms.CapTicks, ticks));
            That(ticks == changed.SettlementTicks, "the proposed value in ticks (M4)");
            market.ProposedTicks = changed.SettlementTicks;
            market.LivenessEndSeconds = changed.Update.LivenessEndSeconds;
        }
        else if (changed.Update.Kind == OracleUpdateKind.Confirmed)
        {
            var isFinal = market.State == MarketState.Disputed || NowSeconds >= market.LivenessEndSeconds;
            That(isFinal, "a result is confirmed while it may be disputed (M5)");
            Expect("confirmed price", market.ProposedTicks, changed.SettlementTicks);
        }
    }

    /// <summary>From here on positions are only paid out: what all gain and lose is known.</summary>
    private static void BeginPayout(SlowMarket market, StateCause cause)
    {
        market.SettlementTicks = cause == StateCause.Fallback ? FallbackTicks(market) : market.ProposedTicks;
        var payout = new SlowPayout { OpenInterestLots = market.LongLots };
        foreach (var position in market.Positions.Values)
        {
            var gain = position.UnrealisedAt(market.SettlementTicks);
            payout.Gains += Int128.Max(0, gain);
            payout.Losses += Int128.Max(0, -gain);
        }

        FindRefunds(market, payout);
        market.Payout = payout;
    }

    private static long FallbackTicks(SlowMarket market)
    {
        market.IsVoid = market.Terms.Life.Fallback == SettlementFallback.Void || market.Marks.Count == 0;
        return market.IsVoid ? VoidTicks(market) : MeanMark(market);
    }

    /// <summary>M7: one price for everybody, the mean entry of all open lots.</summary>
    private static long VoidTicks(SlowMarket market)
    {
        BigInteger cost = 0;
        foreach (var position in market.Positions.Values)
        {
            cost += position.Cost * Math.Sign(position.Lots);
        }

        if (market.LongLots == 0)
        {
            return market.MarkTicks ?? market.LastTicks ?? market.ReferenceTicks ?? market.Terms.FloorTicks;
        }

        var ticks = HalfAway(cost, 2 * (BigInteger)market.LongLots * market.TickValue);
        return (long)BigInteger.Max(market.Terms.FloorTicks, BigInteger.Min(market.Terms.CapTicks, ticks));
    }

    /// <summary>M7: mean of the marks by time over the last window before termination.</summary>
    private static long MeanMark(SlowMarket market)
    {
        var life = market.Terms.Life;
        var windowNs = (Int128)(life.TerminationSeconds - Math.Min(life.TerminationSeconds, life.FallbackWindowSeconds))
            * Limits.NsPerSecond;
        var endNs = Int128.Min(market.EndedNs, (Int128)life.TerminationSeconds * Limits.NsPerSecond);
        BigInteger sum = 0;
        BigInteger time = 0;
        for (var index = 0; index < market.Marks.Count; index++)
        {
            var (fromNs, ticks) = market.Marks[index];
            Int128 untilNs = index + 1 < market.Marks.Count ? market.Marks[index + 1].Ns : endNs;
            var span = Int128.Min(untilNs, endNs) - Int128.Max(fromNs, windowNs);
            if (span > 0)
            {
                sum += (BigInteger)span * ticks;
                time += span;
            }
        }

        return time == 0 ? market.Marks[^1].Ticks : (long)HalfAway(sum, time);
    }

    private static BigInteger HalfAway(BigInteger amount, BigInteger divisor)
    {
        var doubled = BigInteger.DivRem((2 * BigInteger.Abs(amount)) + divisor, 2 * divisor, out _);
        return amount.Sign < 0 ? -doubled : doubled;
    }

    private void OnSettled(in PositionSettled settled)
    {
        var market = Touch(Market(settled.MarketId));
        var wallet = Touch(in settled.Account, settled.AssetId);
        var position = Position(wallet, market);
        That(market.Payout is not null && market.State == MarketState.Settling, "a payout outside SETTLING", wallet);
        var ticks = market.SettlementTicks;
        var gain = position.UnrealisedAt(ticks);
        ExpectSales(wallet, gain < 0 ? -gain : null);
        Expect("settlement price", ticks, settled.SettlementTicks, wallet);
        Expect("lots", position.Lots, settled.Lots, wallet);
        That(position.Lots != 0, "a flat position is paid out", wallet);
        Expect("realised", gain, settled.RealisedPnl, wallet);
        var (lots, locked) = (position.Lots, position.Locked());
        Flatten(position, gain, ticks);
        if (!market.IsMargin)
        {
            PayFull(position, lots, locked + gain, in settled);
        }
        else if (gain > 0)
        {
            PayWinner(position, lots, gain, in settled);
        }
        else
        {
            Collect(position, -gain, in settled);
        }

        ExpectBalances(wallet, settled.Available, settled.Held, settled.Owed);
        wallet.CountResult(Today, gain - settled.Socialised - settled.Fee);
        position.Life.ExitTickLots += (Int128)Math.Abs(lots) * ticks;
        position.Life.Realised += gain - settled.Socialised;
        position.Life.Fees += settled.Fee;
        EndLife(position, lots > 0, _nowNs, PositionEnd.Settlement);
        NoteReview(wallet);
        NoteReview(position);
    }

    private static void Flatten(SlowPosition position, Int128 gain, long ticks)
    {
        var (lots, cost) = (position.Lots, position.Cost);
        position.Flow += (Int128)lots * ticks * position.Market.TickValue;
        position.Realised += gain;
        (position.Lots, position.Cost) = (0, 0);
        Count(position.Market, lots, cost, position);
    }

    private static Int128 SettlementFee(SlowMarket market, long lots, Int128 paidOut) => market.IsVoid
        ? 0
        : Int128.Min(paidOut, (Int128)Math.Abs(lots) * market.Terms.Life.SettlementFeePerLot);

    private void PayFull(SlowPosition position, long lots, Int128 value, in PositionSettled settled)
    {
        var market = position.Market;
        var fee = SettlementFee(market, lots, value);
        Expect("settlement fee (M9)", fee, settled.Fee, position.Wallet);
        Expect("cash delta", value - fee, settled.CashDelta, position.Wallet);
        Expect("socialised", 0, settled.Socialised, position.Wallet);
        market.Pool -= value;
        TakeFee(position, fee);
        position.Wallet.PayIn(value - fee);
        position.Wallet.Explained += settled.RealisedPnl - fee;
    }

    /// <summary>Gain less its part of what nobody paid, rounded up.</summary>
    private void PayWinner(SlowPosition position, long lots, Int128 gain, in PositionSettled settled)
    {
        var market = position.Market;
        var payout = market.Payout!;
        var kept = Int128.Min(gain, Ratio.Up(payout.Shortfall, gain, payout.Gains));
        var fee = SettlementFee(market, lots, gain - kept);
        Expect("socialised (M9)", kept, settled.Socialised, position.Wallet);
        Expect("settlement fee (M9)", fee, settled.Fee, position.Wallet);
        Expect("cash delta", gain - kept - fee, settled.CashDelta, position.Wallet);
        payout.Socialised += kept;
        market.Pool -= gain - kept;
        TakeFee(position, fee);
        EmptyBucket(position);
        position.Wallet.PayIn(gain - kept - fee);
        position.Wallet.Explained += gain - kept - fee;
    }

    private void Collect(SlowPosition position, Int128 loss, in PositionSettled settled)
    {
        var market = position.Market;
        var wallet = position.Wallet;
        var paid = Int128.Min(loss, position.Bucket);
        if (position.Mode == MarginMode.Isolated)
        {
            position.Bucket -= paid;
            EmptyBucket(position);
        }
        else
        {
            var equity = SlowMargin.OfCross(wallet, _nowNs).Equity + wallet.Held;
            paid = Int128.Min(loss, Int128.Max(wallet.Available, equity));
            var isCash = loss <= wallet.Available;
            wallet.Charge(paid);
            var isConverted = isCash || wallet.Owed == 0 || !SlowMargin.CanConvert(wallet, _nowNs);
            That(isConverted, "a loser owes though its collateral could be converted (M9)", wallet);
        }

        Expect("cash delta", -paid, settled.CashDelta, wallet);
        Expect("socialised", 0, settled.Socialised, wallet);
        market.Pool += paid;
        wallet.Explained -= paid;
        var payout = market.Payout!;
        var insured = Int128.Min(loss - paid, market.Insurance);
        payout.ExpectedInsurance = insured;
        payout.InsurancePaid += insured;
        payout.Shortfall += loss - paid - insured;
    }

    /// <summary>True if a fund and the pool of a payout exchanged this, and not more than they should.</summary>
    private bool IsPayout(SlowMarket market, SlowPayout payout, in FundChanged changed)
    {
        if (changed is { Kind: FundKind.Insurance, Cause: BalanceChange.InsurancePaid } && changed.Amount < 0)
        {
            Expect("insurance of a payout", -payout.ExpectedInsurance, changed.Amount);
            payout.ExpectedInsurance = 0;
            return true;
        }

        if (changed is { Kind: FundKind.Insurance, Cause: BalanceChange.LossSocialised })
        {
            Expect("what rounding kept", payout.Socialised - Int128.Min(payout.Shortfall, payout.Socialised), changed.Amount);
            return true;
        }

        if (changed is not { Kind: FundKind.Guarantee, Cause: BalanceChange.GuaranteePaid } || !market.IsMargin)
        {
            return false;
        }

        var missing = payout.Shortfall - payout.Socialised - payout.GuaranteePaid;
        var before = market.Asset.Guarantee - changed.Amount;
        Expect("guarantee of a payout (M9)", -Int128.Min(Int128.Max(0, missing), before), changed.Amount);
        payout.GuaranteePaid -= changed.Amount;
        return true;
    }

    private static void TakeFee(SlowPosition position, Int128 fee)
    {
        position.Market.Asset.Fees += fee;
        position.FeesPaid += fee;
    }

    private static void EmptyBucket(SlowPosition position)
    {
        position.Wallet.PayIn(position.Bucket);
        position.Bucket = 0;
    }

    /// <summary>M7: what was paid in fees, in proportion of what rebates left, and never more than there is.</summary>
    private void ExpectRefund(SlowMarket market, SlowPosition position, Int128 amount)
    {
        That(market is { Payout: not null, IsVoid: true }, "fees are returned though the market is not void (M7)", position.Wallet);
        var payout = market.Payout!;
        That(payout.Refunds.TryGetValue(position, out var part), "fees are returned that were not paid (M7)", position.Wallet);
        Expect("fees returned (M7)", Int128.Min(part, market.Asset.Fees), amount, position.Wallet);
        payout.Refunds.Remove(position);
        position.Wallet.CountResult(Today, amount);
    }

    private static void FindRefunds(SlowMarket market, SlowPayout payout)
    {
        var paid = Int128.Zero;
        var kept = Int128.Zero;
        foreach (var position in market.Positions.Values)
        {
            paid += Int128.Max(0, position.FeesPaid);
            kept += position.FeesPaid;
        }

        foreach (var position in market.Positions.Values)
        {
            if (market.IsVoid && kept > 0 && position.FeesPaid > 0)
            {
                payout.Refunds.Add(position, Ratio.Down(kept, position.FeesPaid, paid));
            }
        }
    }

    private void OnMarketSettled(in MarketSettled settled)
    {
        var market = Touch(Market(settled.MarketId));
        var payout = market.Payout ?? throw Failure("a market is settled that was not being paid out");
        Expect("pool of a settled market (M9)", 0, market.Pool);
        Expect("open lots of a settled market (M9)", 0, market.LongLots + market.ShortLots);
        Expect("settlement price", market.SettlementTicks, settled.SettlementTicks);
        Expect("open interest", payout.OpenInterestLots, settled.OpenInterestLots);
        Expect("gains", payout.Gains, settled.Gains);
        Expect("losses", payout.Losses, settled.Losses);
        Expect("insurance paid", payout.InsurancePaid, settled.InsurancePaid);
        Expect("socialised", payout.Socialised, settled.Socialised);
        That(payout.Refunds.Count == 0, "fees are not returned (M7)");
        Expect("fees returned", payout.FeesReturned, settled.FeesReturned);
    }
}
