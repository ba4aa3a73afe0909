using DexExtra.Engine.Book;
using DexExtra.Engine.Collections;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the state hash that lists, amends, locks and sweeps added: positions in order of creation, their orders
/// by entry; sweeps in order of creation. Orders are named by their order id.
/// </summary>
internal struct TermsHash(EngineState state, ulong hash)
{
    private ulong _hash = hash;

    public ulong Compute()
    {
        for (var slot = 0; slot < state.Accounts.Count; slot++)
        {
            Add(state.Accounts[slot].IsLocked ? 1 : 0);
            Add(state.Accounts.IsOwnerLocked(state.Accounts[slot].Owner) ? 1 : 0);
        }

        for (var position = 0; position < state.Positions.Count; position++)
        {
            AddOrders(position, Side.Buy, false);
            AddOrders(position, Side.Buy, true);
            AddOrders(position, Side.Sell, false);
            AddOrders(position, Side.Sell, true);
        }

        for (var index = 0; index < state.Sweeps.Count; index++)
        {
            AddSweep(index);
        }

        return _hash;
    }

    private void AddOrders(int position, Side side, bool areReduceOnly)
    {
        var slot = state.Positions[position].Orders(side, areReduceOnly).First;
        for (; slot >= 0; slot = Chain<ByPosition>.Next(state.Orders, slot))
        {
            AddOrder(slot);
        }
    }

    private void AddOrder(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        Add(order.OrderId);
        Add((long)order.Place);
        Add((long)order.Traits);
        Add(terms.SignedLots);
        Add(terms.SignedTicks);
        Add(terms.SignedExpirySeconds);
        Add(terms.Nonce);
        Add(terms.Version);
        Add((long)terms.Type);
        Add((long)terms.TimeInForce);
        Add((long)terms.Flags);
        Add(terms.SessionId);
        Add(terms.Tag);
        Add(terms.ExpirySeconds);
        Add(terms.LimitTicks);
        Add(terms.DisplayLots);
        Add(terms.DisplayVariance);
        Add(terms.MinLots);
        Add((long)terms.ListKind);
        Add(terms.LegIndex);
        Add(terms.DormantLots);
        AddName(terms.Sibling);
        AddName(terms.Parent);
        AddName(terms.FirstChild);
        AddName(terms.SecondChild);
    }

    private void AddSweep(int index)
    {
        ref readonly var job = ref state.Sweeps[index];
        Add(job.IsMassCancel ? 1 : 0);
        Add((long)job.Kind);
        Add(job.Market);
        Add(job.Request.ClientOrderId);
        Add((long)job.Request.Filters);
        Add(job.Request.SessionId);
        Add(job.Request.MarketId);
        Add(job.Request.Tag);
        Add((long)job.Request.Side);
        Add(job.Request.PriceFrom);
        Add(job.Request.PriceTo);
        Add(job.FirstSequence);
        Add(job.CancelledOrders);
        Add(job.Account);
        Add(job.Position);
        Add(job.List);
        AddName(job.Order);
    }

    private void AddName(int slot) => Add(slot < 0 ? 0 : state.Orders[slot].OrderId);

    private void Add(Int128 value)
    {
        unchecked
        {
            Add((ulong)value);
            Add((ulong)(value >> 64));
        }
    }

    private void Add(long value) => Add(unchecked((ulong)value));

    private void Add(ulong word) => _hash = Mix.Fold(_hash, word);
}
