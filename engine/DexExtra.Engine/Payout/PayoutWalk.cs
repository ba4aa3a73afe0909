using DexExtra.Engine.Markets;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.Payout;

/// <summary>
/// M9: pays markets in SETTLING out, at the end of step 2: markets and their positions in order of creation, at most
/// MaxPaidPositions visits per command; the next commands go on (docs/money.md §12).
/// </summary>
internal sealed class PayoutWalk(
    EngineState state, OrderSweeps sweeps, PositionPayout positions, PayoutReports reports,
    MarketTransitions transitions)
{
    public void Advance<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var visitsLeft = state.Options.MaxPaidPositions;
        for (var slot = 0; state.SettlingMarkets > 0 && slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            if (market.State == MarketState.Settling && !sweeps.IsSweeping(market))
            {
                Advance(market, ref visitsLeft, ref sink);
            }
        }
    }

    private void Advance<TSink>(Market market, ref int visitsLeft, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var payout = ref market.Payout;
        if (payout.Stage == PayoutStage.None)
        {
            payout.OpenInterestLots = market.LongLots;
            Begin(PayoutStage.Collecting, market);
        }

        if (payout.Stage == PayoutStage.Collecting && Pass(market, ref visitsLeft, ref sink))
        {
            Begin(PayoutStage.Paying, market);
        }

        if (payout.Stage == PayoutStage.Paying && Pass(market, ref visitsLeft, ref sink))
        {
            payout.Stage = PayoutStage.Closing;
        }

        if (payout.Stage == PayoutStage.Closing && Balance(market, ref sink))
        {
            Finish(market, ref sink);
        }
    }

    private static void Begin(PayoutStage stage, Market market)
    {
        market.Payout.Stage = stage;
        market.Payout.Next = market.FirstPosition;
    }

    /// <summary>Goes on with the present pass; true at its end.</summary>
    private bool Pass<TSink>(Market market, ref int visitsLeft, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var payout = ref market.Payout;
        for (; payout.Next >= 0; visitsLeft--)
        {
            if (visitsLeft <= 0)
            {
                return false;
            }

            var slot = payout.Next;
            payout.Next = state.Positions[slot].NextOfMarket;
            if (payout.Stage == PayoutStage.Collecting)
            {
                visitsLeft -= Collect(slot, market, ref sink);
            }
            else
            {
                Pay(slot, market, ref sink);
            }
        }

        return true;
    }

    /// <summary>Returns how many assets were sold: each counts as a visit.</summary>
    private int Collect<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var position = ref state.Positions[slot];
        ref var payout = ref market.Payout;
        payout.FeesPaid += Int128.Max(0, position.FeesPaid);
        payout.FeesKept += position.FeesPaid;
        var gain = PositionPayout.Gain(in position, market);
        payout.Gains += Int128.Max(0, gain);
        payout.Losses += Int128.Max(0, -gain);
        return position.Lots != 0 && gain <= 0 && market.Terms.MarginMode != MarginMode.Full
            ? positions.Collect(slot, market, ref sink)
            : 0;
    }

    private void Pay<TSink>(int slot, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Positions[slot].Lots != 0)
        {
            if (market.Terms.MarginMode == MarginMode.Full)
            {
                positions.PayFull(slot, market, ref sink);
            }
            else
            {
                positions.Pay(slot, market, ref sink);
            }
        }

        if (market.Result.IsVoid)
        {
            positions.Refund(slot, market, ref sink);
        }
    }

    /// <summary>
    /// What rounding kept goes to the insurance; what the gains could not cover the guarantee fund pays. False while
    /// that has not enough (§10).
    /// </summary>
    private bool Balance<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var payout = ref market.Payout;
        if (payout.Surplus > 0)
        {
            var kept = payout.Surplus;
            payout.Surplus = 0;
            state.Ledger.Post(market.Asset, market.Pool, market.Insurance, kept);
            PayoutReports.ReportInsurance(market, kept, BalanceChange.LossSocialised, ref sink);
        }

        var paid = Int128.Min(-payout.Surplus, state.Assets[market.Asset].Guarantee);
        if (paid > 0)
        {
            state.Shortfalls.Move(ref payout.Surplus, paid);
            state.Ledger.Post(market.Asset, state.Ledger.Guarantee(market.Asset), market.Pool, paid);
            reports.ReportGuarantee(market, -paid, BalanceChange.GuaranteePaid, ref sink);
        }

        return payout.Surplus == 0;
    }

    private void Finish<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Invariant.That(
            market.PoolAmount == 0 && market.LongLots == 0 && market.ShortLots == 0 && market.Cost == 0,
            "a settled market owes nobody anything (M9)");
        ref readonly var payout = ref market.Payout;
        var settled = new MarketSettled
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            SettlementTicks = market.Result.SettlementTicks,
            OpenInterestLots = payout.OpenInterestLots,
            Gains = payout.Gains,
            Losses = payout.Losses,
            InsurancePaid = payout.InsurancePaid,
            Socialised = payout.Socialised,
            FeesReturned = payout.FeesReturned,
            IsFallback = (byte)(market.Result.IsFallback ? 1 : 0),
        };
        sink.Append(EventType.MarketSettled, in settled);
        market.Result.SettledNs = state.TimestampNs;
        transitions.Enter(market, MarketState.Settled, StateCause.PayoutComplete, ref sink);
    }
}
