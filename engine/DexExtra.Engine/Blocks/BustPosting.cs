using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Blocks;

/// <summary>
/// F11: the reversing match of a trade: its lots at its price with the sides exchanged, without orders and without
/// fees; what both paid in fees is given back. Nobody pays what he does not have: such a bust is refused.
/// </summary>
internal sealed class BustPosting(
    EngineState state, TradePosting trades, TradeFees fees, MarginCalculator margins, BalanceReports reports)
{
    /// <summary>Null if both sides can carry it.</summary>
    public CommandRejectReason? Refusal(in RecentMatch match)
    {
        var market = state.Markets[match.Market];
        var room = HasRoom(match.Buy, Side.Sell, in match)
            && HasRoom(match.Sell, Side.Buy, in match)
            && state.Settlement.Free > 0;
        return !room ? CommandRejectReason.LimitReached
            : state.Assets[market.Asset].Fees < match.BuyFee + match.SellFee ? CommandRejectReason.InsufficientFunds
            : SideRefusal(match.Buy, -match.Lots, match.BuyFee, in match)
                ?? SideRefusal(match.Sell, match.Lots, match.SellFee, in match);
    }

    public void Execute<TSink>(in RecentMatch match, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[match.Market];
        state.Effects.Budget.SetRoom(state.Settlement.Free);
        // what is taken back pays what is given back
        var buyFirst = match.BuyFee <= match.SellFee;
        Refund(buyFirst ? match.Buy : match.Sell, Int128.Min(match.BuyFee, match.SellFee), market);
        Refund(buyFirst ? match.Sell : match.Buy, Int128.Max(match.BuyFee, match.SellFee), market);
        CoverLoss(match.Buy, -match.Lots, in match);
        CoverLoss(match.Sell, match.Lots, in match);
        var trade = new DirectTrade
        {
            Buy = trades.SideOf(match.Sell, Side.Buy, 0, PositionEnd.Bust),
            Sell = trades.SideOf(match.Buy, Side.Sell, 0, PositionEnd.Bust),
            Lots = match.Lots,
            PriceTicks = match.PriceTicks,
            Flags = TradeFlags.Bust,
            BustedMatchId = match.MatchId,
        };
        trades.ExecuteDirect(in trade, market, ref sink);
        if (match.HasVolume)
        {
            fees.TakeBack(market, match.Lots, match.MatchedNs, trade.Sell.Owner, trade.Buy.Owner);
        }

        Report(match.Buy, match.BuyFee, market, match.MatchId, ref sink);
        Report(match.Sell, match.SellFee, market, match.MatchId, ref sink);
    }

    private bool HasRoom(int slot, Side side, in RecentMatch match) =>
        state.Positions.HasRoom(state.Positions[slot].Account, match.Market, side, match.Lots);

    /// <summary>The fill on a copy of the position, against what the account has.</summary>
    private CommandRejectReason? SideRefusal(int slot, long signedLots, Int128 refund, in RecentMatch match)
    {
        var market = state.Markets[match.Market];
        var before = state.Positions[slot];
        var after = before;
        var closing = before.ClosingLots(signedLots);
        var realised = after.Apply(signedLots, closing, match.PriceTicks * market.TickValue);
        var balance = state.Ledger.FindOrAdd(before.Account, market.Asset);
        // a debt comes first
        var available = margins.Unshared(balance) + state.Ledger[balance].Owed;
        var cross = margins.OfCross(balance, in ExtraOrder.None);
        if (market.Terms.MarginMode == MarginMode.Full)
        {
            var due = -FullCash(market, signedLots, closing, match.PriceTicks) - refund;
            return due > available
                || (cross.IsUsed && due > Int128.Max(0, cross.FreeToTakeOut))
                || (due > 0 && !margins.KeepsBacked(balance, due))
                ? CommandRejectReason.InsufficientFunds
                : null;
        }

        var cash = realised + refund;
        if (before.Mode == MarginMode.Isolated)
        {
            var bucket = margins.BucketOf(in after);
            return available + before.Bucket + cash < bucket ? CommandRejectReason.InsufficientMargin : null;
        }

        var change = margins.Unrealised(in after) - margins.Unrealised(in before);
        return cross.Equity + cash + change < 0 ? CommandRejectReason.InsufficientMargin : null;
    }

    /// <summary>R1 FULL: what the fill brings, negative = costs.</summary>
    private static Int128 FullCash(Market market, long signedLots, long closingLots, long priceTicks)
    {
        var side = signedLots > 0 ? Side.Buy : Side.Sell;
        var costPerLot = market.OpeningCostPerLot(side, priceTicks);
        return Math.BigMul(closingLots, market.RangeValue - costPerLot)
            - Math.BigMul(Math.Abs(signedLots) - closingLots, costPerLot);
    }

    /// <summary>Fees back; a rebate is taken back.</summary>
    private void Refund(int slot, Int128 fee, Market market)
    {
        ref var position = ref state.Positions[slot];
        var ledger = state.Ledger;
        var balance = ledger.FindOrAdd(position.Account, market.Asset);
        position.FeesPaid -= fee;
        position.Life.Fees -= position.Lots == 0 ? 0 : fee;
        market.FeesCollected -= fee;
        state.DailyResults.Add(balance, state.Today, fee);
        if (fee > 0)
        {
            ledger.PayIn(balance, ledger.Fees(market.Asset), fee);
        }
        else
        {
            ledger.Charge(balance, ledger.Fees(market.Asset), -fee);
        }
    }

    /// <summary>R5: what closing an isolated position costs beyond its bucket comes from available cash.</summary>
    private void CoverLoss(int slot, long signedLots, in RecentMatch match)
    {
        ref var position = ref state.Positions[slot];
        if (position.Mode != MarginMode.Isolated)
        {
            return;
        }

        var market = state.Markets[match.Market];
        var copy = position;
        var realised = copy.Apply(signedLots, position.ClosingLots(signedLots), match.PriceTicks * market.TickValue);
        var balance = state.Ledger.FindOrAdd(position.Account, market.Asset);
        state.Ledger.Post(
            market.Asset, state.Ledger.Available(balance), position.Margin, Int128.Max(0, -realised - position.Bucket));
    }

    private void Report<TSink>(int slot, Int128 fee, Market market, ulong matchId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (fee != 0)
        {
            var account = state.Positions[slot].Account;
            var balance = state.Ledger.FindOrAdd(account, market.Asset);
            reports.Report(balance, BalanceChange.FeeRefund, fee, default, matchId, market, ref sink);
        }
    }
}
