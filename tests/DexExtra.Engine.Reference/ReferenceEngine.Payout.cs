using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §12: FULL markets that have a result are paid out, so many visits per command.</summary>
public sealed partial class ReferenceEngine
{
    private void PayOut()
    {
        var visits = _state.Options.MaxPaidPositions;
        foreach (var market in _state.Markets.Values)
        {
            if (market.State == MarketState.Settling && !IsSwept(market))
            {
                PayOut(market, ref visits);
            }
        }
    }

    private void PayOut(ReferenceMarket market, ref int visits)
    {
        var payout = market.Payout ??= new ReferencePayout(market);
        var collected = Math.Min(visits, payout.ToCollect);
        (payout.ToCollect, visits) = (payout.ToCollect - collected, visits - collected);
        for (; payout.ToCollect == 0 && payout.ToPay.Count > 0 && visits > 0; visits--)
        {
            Pay(payout.ToPay.Dequeue());
        }

        if (payout.ToCollect > 0 || payout.ToPay.Count > 0)
        {
            return;
        }

        _state.Sink.Append(EventType.MarketSettled, new MarketSettled
        {
            MarketSequence = ++market.Sequence,
            MarketId = market.Id,
            AssetId = market.Terms.AssetId,
            SettlementTicks = market.Result.SettlementTicks,
            OpenInterestLots = (long)payout.OpenInterestLots,
            Gains = (Int128)payout.Gains,
            Losses = (Int128)payout.Losses,
            FeesReturned = (Int128)payout.FeesReturned,
            IsFallback = (byte)(market.Result.IsFallback ? 1 : 0),
        });
        EnterState(market, MarketState.Settled, StateCause.PayoutComplete);
    }

    private void Pay(ReferencePosition position)
    {
        if (!position.Lots.IsZero)
        {
            PaySettled(position);
        }

        if (position.Market.Result.IsVoid)
        {
            ReturnFees(position);
        }
    }

    private void PaySettled(ReferencePosition position)
    {
        var (account, market) = (position.Account, position.Market);
        var (asset, ticks) = (market.Terms.AssetId, market.Result.SettlementTicks);
        var size = BigInteger.Abs(position.Lots);
        var value = size * market.OpeningCost(position.Lots.Sign > 0 ? Side.Buy : Side.Sell, ticks);
        var most = market.Result.IsVoid ? 0 : size * market.Terms.Life.SettlementFeePerLot;
        var fee = BigInteger.Min(value, most);
        var gain = market.Gain(position);
        market.Pool -= value;
        account.Available[asset] += value - fee;
        _state.Fees[asset] += fee;
        _state.Sink.Append(EventType.PositionSettled, new PositionSettled
        {
            Account = account.Id,
            AccountSequence = ++account.Sequence,
            MarketId = market.Id,
            AssetId = asset,
            Lots = (long)position.Lots,
            SettlementTicks = ticks,
            RealisedPnl = (Int128)gain,
            CashDelta = (Int128)(value - fee),
            Fee = (Int128)fee,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
        });
        var life = position.Life!;
        life.RealisedPnl += gain;
        life.Fees += fee;
        life.ExitTickLots += size * ticks;
        var closed = life.Close(position, _state.NowNs, PositionEnd.Settlement);
        closed.AccountSequence = ++account.Sequence;
        _state.Sink.Append(EventType.PositionClosed, in closed);
        (position.Lots, position.Cost, position.Life) = (0, 0, null);
        position.FeesPaid += fee;
    }

    /// <summary>M7: in proportion where rebates used part of them up.</summary>
    private void ReturnFees(ReferencePosition position)
    {
        var (market, payout) = (position.Market, position.Market.Payout!);
        if (position.FeesPaid.Sign <= 0 || payout.FeesKept.Sign <= 0)
        {
            return;
        }

        var part = payout.FeesKept * position.FeesPaid / payout.FeesPaid;
        var amount = BigInteger.Min(part, _state.Fees[market.Terms.AssetId]);
        payout.FeesReturned += amount;
        GiveBack(position, amount);
        ReportRefund(position, amount, 0);
    }

    /// <summary>From the venue's fees; a negative amount into them.</summary>
    private void GiveBack(ReferencePosition position, BigInteger amount)
    {
        var asset = position.Market.Terms.AssetId;
        position.FeesPaid -= amount;
        position.Account.Available[asset] += amount;
        _state.Fees[asset] -= amount;
    }

    private void ReportRefund(ReferencePosition position, BigInteger amount, ulong matchId)
    {
        var (account, asset) = (position.Account, position.Market.Terms.AssetId);
        _state.Sink.Append(EventType.BalanceChanged, new BalanceChanged
        {
            Account = account.Id,
            AccountSequence = ++account.Sequence,
            AssetId = asset,
            MarketId = position.Market.Id,
            Amount = (Int128)amount,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
            Reference = matchId,
            Kind = BalanceChange.FeeRefund,
        });
    }
}
