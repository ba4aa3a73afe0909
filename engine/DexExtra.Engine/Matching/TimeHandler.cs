using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Custody;
using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Oracle;
using DexExtra.Engine.Payout;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Step 2 of every command (G2 2): terminations and fallbacks, outages, orders that are due, unfinished sweeps, market
/// clocks, liquidations, payouts, waiting withdrawals. Each part is bounded; what is left over goes on with the next
/// command.
/// </summary>
internal sealed class TimeHandler(
    EngineState state, OrderCancellation cancellation, TwapOrders twaps, TriggerRelease releases, OrderSweeps sweeps,
    MarketClocks clocks, LifeClock life, Liquidator liquidator, PayoutWalk payouts, WithdrawalHandler withdrawals)
{
    public void Advance<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        life.Advance(ref sink);
        clocks.CheckOutage(ref sink);
        HandleDue(ref sink);
        sweeps.Run(ref sink);
        clocks.Advance(ref sink);
        liquidator.Run(ref sink);
        payouts.Advance(ref sink);
        withdrawals.TryWaiting(ref sink);
    }

    /// <summary>O-GTDX b, c: by (due second, order id); slices only when no order is due any more.</summary>
    private void HandleDue<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var left = state.Options.MaxExpiriesPerCommand;
        for (; state.Due.IsDue(state.NowSeconds) && left > 0; left--)
        {
            if (state.Uncrossing.IsAllotting(state.Orders[state.Due.First].Market))
            {
                return;
            }

            Handle(state.Due.First, ref sink);
        }

        for (; !state.Due.IsDue(state.NowSeconds) && state.Slices.IsDue(state.NowSeconds) && left > 0; left--)
        {
            twaps.TakeSlice(state.Slices.First, ref sink);
        }
    }

    private void Handle<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        if ((order.Traits & OrderTraits.Allocated) != 0)
        {
            // it is due again when the uncrossing has no lots for it any more
            state.Due.Move(slot, ulong.MaxValue, state.Orders);
        }
        else if (order.Place == OrderPlace.Twap)
        {
            twaps.End(slot, ref sink);
        }
        else if (!releases.TryFireAtExpiry(slot))
        {
            var isSessionEnd = order.DueSeconds < terms.ExpirySeconds;
            cancellation.Cancel(slot, isSessionEnd ? CancelReason.SessionEnd : CancelReason.Expired, ref sink);
        }
    }
}
