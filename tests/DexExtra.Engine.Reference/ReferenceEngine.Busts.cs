using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §15, F11, X4: a recent match of a FULL market is taken back.</summary>
public sealed partial class ReferenceEngine
{
    private const long MaxBustAgeNs = 15 * 60 * Limits.NsPerSecond;

    private void Apply(in BustTrade request)
    {
        if (Refusal(request.MatchId) is { } reason)
        {
            _state.Reject(CommandType.BustTrade, reason, request.MatchId);
            return;
        }

        var match = _state.Trades[(int)request.MatchId - 1];
        var asset = match.Buy.Market.Terms.AssetId;
        var accounts = new[] { match.Buy.Account, match.Sell.Account }.Distinct()
            .Where(account => !account.ExitLocked.GetValueOrDefault(asset).IsZero).ToList();
        foreach (var account in accounts)
        {
            account.Available[asset] += account.ExitLocked[asset];
            account.ExitLocked[asset] = 0;
        }

        TakeBack(match, request.MatchId);
        accounts.ForEach(account => AdjustExit(account, asset));
    }

    private CommandRejectReason? Refusal(ulong matchId)
    {
        if (!_state.Options.NettedSettlement)
        {
            return CompensationRefusal(matchId);
        }

        if (matchId == 0 || matchId > (ulong)_state.Trades.Count)
        {
            return CommandRejectReason.UnknownMatch;
        }

        var match = _state.Trades[(int)matchId - 1];
        var market = match.Buy.Market;
        var isForgotten = matchId + (ulong)_state.Options.MaxBustableMatches <= (ulong)_state.Trades.Count;
        var isLate = _state.NowNs - match.MatchedNs > MaxBustAgeNs
            || (int)matchId - 1 < _state.FirstUnsettled
            || _state.Matches[(int)matchId - 1] is not (SettlementState.Matched or SettlementState.Queued);
        var mark = market.Mark.MarkTicks ?? market.Reference;
        return isForgotten ? CommandRejectReason.TooLate
            : match.IsFinal ? CommandRejectReason.AlreadyApplied
            : isLate ? CommandRejectReason.TooLate
            : !market.IsLive || market.IsUncrossing || market.IsTimeUp ? CommandRejectReason.IllegalTransition
            : mark is null || BigInteger.Abs(match.PriceTicks - mark.Value) <= market.Risk.NoCancelTicks
                ? CommandRejectReason.InsideNoCancelRange
            : FundsRefusal(match);
    }

    /// <summary>X4: only what the chain refused, until the market pays out.</summary>
    private CommandRejectReason? CompensationRefusal(ulong matchId)
    {
        var count = (ulong)_state.Trades.Count;
        var isRemembered = matchId != 0 && matchId <= count
            && matchId + (ulong)_state.Options.MaxBustableMatches > count;
        if (!isRemembered || _state.Matches[(int)matchId - 1] != SettlementState.Failed)
        {
            return CommandRejectReason.NotSupported;
        }

        var match = _state.Trades[(int)matchId - 1];
        var market = match.Buy.Market;
        var isOver = market.State is MarketState.Settling or MarketState.Settled or MarketState.Closed;
        return match.IsFinal ? CommandRejectReason.AlreadyApplied
            : isOver || market.IsUncrossing ? CommandRejectReason.IllegalTransition
            : FundsRefusal(match);
    }

    private CommandRejectReason? FundsRefusal(ReferenceMatch match)
    {
        var hasRoom = HasLotsRoom(match.Buy, Side.Sell, match.Lots) && HasLotsRoom(match.Sell, Side.Buy, match.Lots)
            && _state.UnsettledRoom > 0;
        return !hasRoom ? CommandRejectReason.LimitReached
            : _state.Fees[match.Buy.Market.Terms.AssetId] < match.BuyFee + match.SellFee
                || !CanCarry(match.Buy, Side.Sell, match, match.BuyFee)
                || !CanCarry(match.Sell, Side.Buy, match, match.SellFee)
                ? CommandRejectReason.InsufficientFunds
            : null;
    }

    private static bool HasLotsRoom(ReferencePosition position, Side side, long lots)
    {
        var held = side == Side.Buy ? position.Lots : -position.Lots;
        return held + LotsOf(position.Orders(side), side) + lots <= PositionLimit;
    }

    private static bool CanCarry(ReferencePosition position, Side side, ReferenceMatch match, BigInteger refund) =>
        position.Account.Available[position.Market.Terms.AssetId]
            + position.Account.ExitLocked.GetValueOrDefault(position.Market.Terms.AssetId)
            + refund + CashOf(position, side, match.PriceTicks, match.Lots)
            >= 0;

    private void TakeBack(ReferenceMatch match, ulong matchId)
    {
        var market = match.Buy.Market;
        match.IsFinal = true;
        foreach (var (position, fee) in ((ReferencePosition, BigInteger)[])[(match.Buy, match.BuyFee), (match.Sell, match.SellFee)])
        {
            GiveBack(position, fee);
            if (position.Life is { } life)
            {
                life.Fees -= fee;
            }
        }

        var traded = NewTrade(market, match.PriceTicks, match.Lots, _state.NowNs);
        traded.Flags = TradeFlags.Bust;
        traded.BustedMatchId = matchId;
        traded.Buy = Post(match.Sell, Side.Buy, (match.PriceTicks, match.Lots, 0, traded.MatchedNs), 0);
        traded.Sell = Post(match.Buy, Side.Sell, (match.PriceTicks, match.Lots, 0, traded.MatchedNs), 0);
        Report(ref traded, market);
        _state.Trades[^1].IsFinal = true;
        ReportFeeBack(match.Buy, match.BuyFee, matchId);
        ReportFeeBack(match.Sell, match.SellFee, matchId);
    }

    private void ReportFeeBack(ReferencePosition position, BigInteger fee, ulong matchId)
    {
        if (!fee.IsZero)
        {
            ReportRefund(position, fee, matchId);
        }
    }
}
