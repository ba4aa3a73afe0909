using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// O-AON: in markets whose book gained lots, all-or-none orders that fill completely now take what they need, by price
/// and stamp, bids then asks.
/// </summary>
internal sealed class AllOrNoneMatcher(EngineState state, DryRun dryRun, OrderEntry entry)
{
    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        // the list may grow while orders trade, at its end
        for (var index = 0; index < state.Touched.ChangedMarkets.Length; index++)
        {
            var market = state.Markets[state.Touched.ChangedMarkets[index]];
            if (market.BookGainedLots && state.IsOpen(market))
            {
                market.BookGainedLots = false;
                RunSide(market, Side.Buy, ref sink);
                RunSide(market, Side.Sell, ref sink);
            }
        }
    }

    private void RunSide<TSink>(Market market, Side side, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (var slot = market.AllOrNone(side).First; slot >= 0;)
        {
            var next = Chain<ByKind>.Next(state.Orders, slot);
            var taker = entry.TakerOf(slot, market);
            if (dryRun.Check(in taker, market, taker.Lots) == RejectReason.None)
            {
                state.Placement.TakeOff(slot);
                entry.Take(slot, market, ref sink);
            }

            slot = next;
        }
    }
}
