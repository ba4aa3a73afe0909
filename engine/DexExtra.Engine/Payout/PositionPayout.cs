using DexExtra.Engine.Ledger;
using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Payout;

/// <summary>
/// M9: pays one position out at the settlement price (docs/money.md §12). Each leaves the position flat, the pool and
/// the sums of the payout right (<see cref="Market.VerifyPool"/>).
/// </summary>
internal sealed class PositionPayout(
    EngineState state, MarginCalculator margins, Conversion conversion, PayoutReports reports, BalanceReports balances)
{
    /// <summary>What the open lots of a position gain at the settlement price.</summary>
    public static Int128 Gain(in Position position, Market market) =>
        ((Int128)position.Lots * market.Result.SettlementTicks * market.TickValue) - position.Cost;

    /// <summary>FULL: the pool has it all.</summary>
    public void PayFull<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var before = state.Positions[slot];
        var balance = BalanceOf(in before, market);
        var side = before.Lots > 0 ? Side.Buy : Side.Sell;
        var value = Math.BigMul(
            Math.Abs(before.Lots), market.OpeningCostPerLot(side, market.Result.SettlementTicks));
        var fee = Fee(in before, market, value);
        Flatten(slot, market, fee);
        state.Ledger.Post(market.Asset, market.Pool, state.Ledger.Fees(market.Asset), fee);
        state.Ledger.PayIn(balance, market.Pool, value - fee);
        var settled = new PositionSettled
        {
            RealisedPnl = Gain(in before, market),
            CashDelta = value - fee,
            Fee = fee,
        };
        Report(in before, balance, ref settled, ref sink);
    }

    /// <summary>
    /// (a) A position that lost, or gained nothing: it pays, then the insurance; what is missing adds to the shortfall.
    /// Returns how many assets were sold for it.
    /// </summary>
    public int Collect<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var before = state.Positions[slot];
        var balance = BalanceOf(in before, market);
        var loss = -Gain(in before, market);
        Flatten(slot, market, 0);
        var sales = 0;
        var paid = before.Mode == MarginMode.Isolated
            ? PayFromBucket(slot, market, balance, loss)
            : PayFromUnit(market, balance, loss, out sales, ref sink);
        var insured = Int128.Min(loss - paid, market.InsuranceAmount);
        state.Ledger.Post(market.Asset, market.Insurance, market.Pool, insured);
        ref var payout = ref market.Payout;
        payout.InsurancePaid += insured;
        payout.Shortfall += loss - paid - insured;
        state.Shortfalls.Move(ref payout.Surplus, -(loss - paid - insured));
        var settled = new PositionSettled { RealisedPnl = -loss, CashDelta = -paid };
        Report(in before, balance, ref settled, ref sink);
        if (insured > 0)
        {
            PayoutReports.ReportInsurance(market, -insured, BalanceChange.InsurancePaid, ref sink);
        }

        return sales;
    }

    /// <summary>(b) A position that gained gets it, less its part of the shortfall.</summary>
    public void Pay<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var before = state.Positions[slot];
        var balance = BalanceOf(in before, market);
        var gain = Gain(in before, market);
        ref var payout = ref market.Payout;
        var kept = Int128.Min(gain, MoneyMath.ShareUp(payout.Shortfall, gain, payout.Gains));
        var fee = Fee(in before, market, gain - kept);
        Flatten(slot, market, fee);
        payout.Socialised += kept;
        state.Shortfalls.Move(ref payout.Surplus, kept);
        EmptyBucket(slot, balance);
        state.Ledger.Post(market.Asset, market.Pool, state.Ledger.Fees(market.Asset), fee);
        state.Ledger.PayIn(balance, market.Pool, gain - kept - fee);
        var settled = new PositionSettled
        {
            RealisedPnl = gain,
            CashDelta = gain - kept - fee,
            Socialised = kept,
            Fee = fee,
        };
        Report(in before, balance, ref settled, ref sink);
    }

    /// <summary>
    /// VOID (M7): what an account paid in fees, in proportion where rebates have used part of it up, and never more
    /// than the fee account has.
    /// </summary>
    public void Refund<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        ref var payout = ref market.Payout;
        if (position.FeesPaid <= 0 || payout.FeesKept <= 0)
        {
            return;
        }

        var part = MoneyMath.Share(payout.FeesKept, position.FeesPaid, payout.FeesPaid);
        var amount = Int128.Min(part, state.Assets[market.Asset].Fees);
        var balance = BalanceOf(in position, market);
        position.FeesPaid -= amount;
        market.FeesCollected -= amount;
        payout.FeesReturned += amount;
        state.Ledger.PayIn(balance, state.Ledger.Fees(market.Asset), amount);
        state.DailyResults.Add(balance, state.Today, amount);
        balances.Report(balance, BalanceChange.FeeRefund, amount, default, 0, market, ref sink);
    }

    /// <summary>R6: what settlement brought or cost counts into the day as what trades did.</summary>
    private void Report<TSink>(in Position before, int balance, ref PositionSettled settled, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.DailyResults.Add(balance, state.Today, settled.RealisedPnl - settled.Socialised - settled.Fee);
        state.ReviewCash(balance);
        reports.ReportSettled(in before, balance, ref settled, ref sink);
    }

    /// <summary>M9: taken from what is paid out, at most that; a void market takes none.</summary>
    private static Int128 Fee(in Position position, Market market, Int128 paidOut) => market.Result.IsVoid
        ? 0
        : Int128.Min(paidOut, Math.BigMul(Math.Abs(position.Lots), market.Terms.Life.SettlementFeePerLot));

    private int BalanceOf(in Position position, Market market) =>
        state.Ledger.FindOrAdd(position.Account, market.Asset);

    private void Flatten(int slot, Market market, Int128 fee)
    {
        ref var position = ref state.Positions[slot];
        var (lots, cost) = (position.Lots, position.Cost);
        position.Lots = 0;
        position.Cost = 0;
        market.CountPosition(state.Positions, slot, lots, cost, 0, 0);
        position.Life = default;
        position.FeesPaid += fee;
        market.FeesCollected += fee;
        if (position.Mode != MarginMode.Full)
        {
            state.Effects.Reviews.Add(slot);
        }
    }

    /// <summary>R5: an isolated position loses its bucket and no more; what is left of it is paid in.</summary>
    private Int128 PayFromBucket(int slot, Market market, int balance, Int128 loss)
    {
        ref var position = ref state.Positions[slot];
        var paid = Int128.Min(loss, position.Bucket);
        state.Ledger.Post(market.Asset, position.Margin, market.Pool, paid);
        EmptyBucket(slot, balance);
        return paid;
    }

    private void EmptyBucket(int slot, int balance)
    {
        ref var position = ref state.Positions[slot];
        if (position.Bucket > 0)
        {
            state.Ledger.PayIn(balance, position.Margin, position.Bucket);
        }
    }

    /// <summary>
    /// A cross unit pays with its cash, then with converted collateral (§13), and owes what is missing as far as the
    /// rest of its equity and its holds cover that (§1).
    /// </summary>
    private Int128 PayFromUnit<TSink>(Market market, int balance, Int128 loss, out int sales, ref TSink sink)
        where TSink : struct, IEventSink
    {
        sales = 0;
        var (available, held) = (state.Ledger[balance].Available, state.Ledger[balance].Held);
        if (loss > available)
        {
            sales = conversion.Raise(balance, loss - available - state.Ledger[balance].Owed, ref sink);
            available = state.Ledger[balance].Available;
        }

        var covered = loss <= available
            ? available
            : Int128.Max(available, margins.OfCross(balance, in ExtraOrder.None).Equity + held);
        var paid = Int128.Min(loss, covered);
        state.Ledger.Charge(balance, market.Pool, paid);
        return paid;
    }
}
