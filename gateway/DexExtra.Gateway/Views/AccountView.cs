using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Everything private of one account: orders by id and by client id, newest fills, balances, positions. Terminal
/// orders and fills beyond their limit fall out (history is the database's task). Owned by the follower thread;
/// others read under the venue's gate.
/// </summary>
internal sealed partial class AccountView(AccountId id, GatewayLimits limits)
{
    private readonly SortedDictionary<long, OrderRecord> _open = [];
    private readonly Dictionary<long, OrderRecord> _byId = [];
    private readonly Dictionary<ulong, OrderRecord> _byClientId = [];
    private readonly Queue<OrderRecord> _terminal = new();
    private readonly RecentList<FillRecord> _fills = new(limits.FillsPerAccount);

    public AccountId Id { get; } = id;

    /// <summary>Number of the last private event (D8).</summary>
    public ulong AccountSequence { get; private set; }

    /// <summary>C6: new orders of this account are refused; its owner's own lock is not part of it.</summary>
    public bool IsLocked { get; set; }

    public SortedDictionary<uint, Balance> Balances { get; } = [];

    public SortedDictionary<uint, PositionRecord> Positions { get; } = [];

    public IEnumerable<FillRecord> FillsNewestFirst => _fills.NewestFirst();

    /// <summary>Open and kept terminal orders, newest first.</summary>
    public IEnumerable<OrderRecord> OrdersNewestFirst(bool openOnly) =>
        (openOnly ? _open.Values.AsEnumerable() : _byId.Values).OrderByDescending(order => order.OrderId);

    public OrderRecord? Order(long orderId) => _byId.GetValueOrDefault(orderId);

    public OrderRecord? OrderByClientId(ulong clientOrderId) => _byClientId.GetValueOrDefault(clientOrderId);

    public void Advance(ulong accountSequence)
    {
        if (accountSequence != AccountSequence + 1)
        {
            throw new InvalidDataException(
                $"account {Id}: event with account sequence {accountSequence} after {AccountSequence}");
        }

        AccountSequence = accountSequence;
    }

    public void Apply(in OrderAccepted accepted, in EventFrameHeader frame)
    {
        var order = OrderRecord.Accept(in accepted, frame.TimestampNs);
        _byId.Add(order.OrderId, order);
        _byClientId[order.Request.ClientOrderId] = order;
        _open.Add(order.OrderId, order);
        Balances[accepted.AssetId] = new Balance(accepted.Available, accepted.Held, accepted.Owed);
    }

    public void Apply(in Traded trade, Side side, in EventFrameHeader frame)
    {
        ref readonly var detail = ref side == Side.Buy ? ref trade.Buy : ref trade.Sell;
        _fills.Add(new FillRecord(in trade, side, in frame));
        Balances[trade.AssetId] = new Balance(detail.Available, detail.Held, detail.Owed);
        Fill(in trade, in detail);
        if (!IsOrder(detail.OrderId))
        {
            return;
        }

        var order = _byId[detail.OrderId];
        order.Apply(in detail, in frame);
        RetireIfTerminal(order);
    }

    public void Apply(in OrderCancelled cancelled, in EventFrameHeader frame)
    {
        Balances[cancelled.AssetId] = new Balance(cancelled.Available, cancelled.Held, cancelled.Owed);
        var order = _byId[cancelled.OrderId];
        order.Apply(in cancelled, in frame);
        RetireIfTerminal(order);
    }

    public void Apply(in OrderReduced reduced, in EventFrameHeader frame)
    {
        Balances[reduced.AssetId] = new Balance(reduced.Available, reduced.Held, reduced.Owed);
        _byId[reduced.OrderId].Apply(in reduced, in frame);
    }

    public void Apply(in OrderTriggered triggered, in EventFrameHeader frame) =>
        _byId[triggered.OrderId].Apply(in triggered, in frame);

    public void Apply(in OrderActivated activated, in EventFrameHeader frame) =>
        _byId[activated.OrderId].Apply(in activated, in frame);

    public void Apply(in OrderRepriced repriced, in EventFrameHeader frame) =>
        _byId[repriced.OrderId].Apply(in repriced, in frame);

    public void Apply(in OrderAmended amended, in EventFrameHeader frame)
    {
        Balances[amended.AssetId] = new Balance(amended.Available, amended.Held, amended.Owed);
        _byId[amended.OrderId].Apply(in amended, in frame);
    }

    public void Apply(in OrderReplaced replaced) => _byId[replaced.OrderId].Apply(in replaced);

    public void Apply(in DepositCredited credited) =>
        Balances[credited.AssetId] = new Balance(credited.Available, credited.Held, credited.Owed);

    private void RetireIfTerminal(OrderRecord order)
    {
        if (!order.IsTerminal || !_open.Remove(order.OrderId))
        {
            return;
        }

        _terminal.Enqueue(order);
        if (_terminal.Count <= limits.TerminalOrdersPerAccount)
        {
            return;
        }

        var oldest = _terminal.Dequeue();
        _byId.Remove(oldest.OrderId);
        var clientId = oldest.Request.ClientOrderId;
        if (_byClientId.TryGetValue(clientId, out var current) && ReferenceEquals(current, oldest))
        {
            _byClientId.Remove(clientId);
        }
    }
}
