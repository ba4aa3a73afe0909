using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Part of the state hash: one market with its open orders, the book in priority order, the others by entry. Lists
/// and levels follow from the orders themselves and do not enter.
/// </summary>
internal sealed class MarketHash(EngineState state, HashFold fold)
{
    public void Add(Market market)
    {
        fold.AddBytes(in market.Rules);
        fold.Add((long)market.State);
        fold.Add(market.Slices.State);
        fold.Add(market.BookGainedLots);
        AddSide(market.Bids);
        AddSide(market.Asks);
        for (var slot = market.OffBook.First; slot >= 0; slot = Chain<OffBook>.Next(state.Orders, slot))
        {
            AddOrder(slot);
        }
    }

    private void AddSide(PriceLadder ladder)
    {
        var level = ladder.Best;
        while (level >= 0)
        {
            for (var slot = state.Books.Level(level).Oldest; slot >= 0; slot = state.Orders[slot].Queue.Next)
            {
                AddOrder(slot);
            }

            level = ladder.NextWorse(state.Books.Level(level).PriceTicks);
        }
    }

    private void AddOrder(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        fold.Add(order.Stamp);
        fold.Add(order.PriceTicks);
        fold.Add(order.LeavesLots);
        fold.Add(order.Place == OrderPlace.Level ? order.DisplayedLots : 0);
        fold.Add(order.HoldPerLot);
        fold.Add(order.Hold);
        fold.Add(order.DueSeconds);
        fold.Add((long)order.Side);
        fold.Add((long)order.Place);
        fold.Add((long)order.Traits);
        fold.Add((long)order.SelfTrade);
        AddTerms(in state.Orders.Terms(slot));
        RecordHash.Add(fold, in state.Records[order.Record]);
    }

    private void AddTerms(in OrderTerms terms)
    {
        fold.Add(terms.SignedLots);
        fold.Add(terms.SignedTicks);
        fold.Add(terms.SignedExpirySeconds);
        fold.Add(terms.Nonce);
        fold.Add(terms.Version);
        fold.Add((long)terms.Type);
        fold.Add((long)terms.TimeInForce);
        fold.Add((long)terms.Flags);
        fold.Add(terms.SessionId);
        fold.Add(terms.Tag);
        fold.Add(terms.ExpirySeconds);
        fold.Add(terms.LimitTicks);
        fold.Add(terms.DisplayLots);
        fold.Add(terms.DisplayVariance);
        fold.Add(terms.MinLots);
        fold.Add(terms.Grant < 0 ? 0 : (long)state.SessionKeys[terms.Grant].Id);
        AddWaiting(in terms);
        AddLinks(in terms);
    }

    private void AddWaiting(in OrderTerms terms)
    {
        fold.Add((long)terms.Source);
        fold.Add((long)terms.ExpiryAction);
        fold.Add((long)terms.PegReference);
        fold.Add(terms.TriggerTicks);
        fold.Add(terms.TrailingTicks);
        fold.Add(terms.TrailingBasisPoints);
        fold.Add(terms.PositionFraction);
        fold.Add(terms.OffsetTicks);
        fold.Add(terms.ActivationTicks);
        fold.Add(terms.HasFired);
        fold.Add(terms.HasWatermark);
        fold.Add(terms.WatermarkTicks);
        fold.Add(terms.EntrySeconds);
        fold.Add(terms.DurationSeconds);
        fold.Add(terms.IntervalSeconds);
        fold.Add(terms.SlicesDone);
    }

    private void AddLinks(in OrderTerms terms)
    {
        fold.Add((long)terms.ListKind);
        fold.Add(terms.LegIndex);
        AddLinked(terms.Sibling);
        AddLinked(terms.Parent);
        AddLinked(terms.FirstChild);
        AddLinked(terms.SecondChild);
        fold.Add(terms.DormantLots);
        fold.Add(terms.AllocatedLots);
    }

    private void AddLinked(int slot) => fold.Add(slot < 0 ? 0 : state.Orders[slot].OrderId);
}
