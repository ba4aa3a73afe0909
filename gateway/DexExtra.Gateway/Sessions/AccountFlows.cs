using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Sessions;

/// <summary>
/// Turns private events into the accounts' numbered flows and wakes the sessions that follow them. The follower thread
/// appends with the venue's gate held; sessions join and leave from their own tasks.
/// Lock order: session outbox, then the flow's; never the other way.
/// </summary>
internal sealed class AccountFlows(VenueView venue, GatewayLimits limits) : IFrameListener
{
    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, AccountFlow> _flows = [];
    private readonly HashSet<AccountFlow> _touched = [];
    private readonly byte[] _frame = new byte[WireLimits.MaxFrameBytes];

    public void OnFrame(EventFrame frame)
    {
        Span<AccountStep> steps = stackalloc AccountStep[PrivateEvents.MaxSteps];
        foreach (var item in frame)
        {
            var count = PrivateEvents.Collect(item, steps);
            foreach (ref readonly var step in steps[..count])
            {
                var length = ReportBuilder.Write(in frame.Header, item, step.Account, new TickSizes(venue), _frame);
                Deliver(in step, _frame.AsSpan(0, length));
            }
        }
    }

    public void OnPause()
    {
        foreach (var flow in _touched)
        {
            foreach (var session in flow.Members)
            {
                session.Outbox.Signal();
            }

            foreach (var follower in flow.Followers)
            {
                follower.Signal();
            }
        }

        _touched.Clear();
    }

    /// <summary>The account's flow, made when it is new.</summary>
    public AccountFlow Of(in AccountId account)
    {
        lock (_gate)
        {
            if (!_flows.TryGetValue(account, out var flow))
            {
                flow = new AccountFlow(limits);
                _flows.Add(account, flow);
            }

            return flow;
        }
    }

    /// <summary>Outside the numbered flow, to whoever is connected for the account. Follower thread.</summary>
    public void Tell<TBody>(in AccountId account, in TBody body)
        where TBody : unmanaged, IWireMessage
    {
        Span<byte> frame = stackalloc byte[WireLimits.MaxFrameBytes];
        DeliverOutsideFlow(account, frame[..Frame.Write(frame, in body)]);
    }

    /// <summary>
    /// Flows of accounts without any event vanish with their last session, so logins alone cost nothing.
    /// </summary>
    public void Leave(in AccountId account, OrderEntrySession session)
    {
        lock (_gate)
        {
            if (_flows.TryGetValue(account, out var flow) && flow.Leave(session))
            {
                _flows.Remove(account);
            }
        }
    }

    /// <summary>A user stream begins; the flow, and the number of its next report.</summary>
    public AccountFlow Follow(in AccountId account, IFlowFollower follower, out ulong nextSeqNo)
    {
        lock (_gate)
        {
            var flow = Of(in account);
            nextSeqNo = flow.Follow(follower);
            return flow;
        }
    }

    public void Unfollow(in AccountId account, IFlowFollower follower)
    {
        lock (_gate)
        {
            if (_flows.TryGetValue(account, out var flow) && flow.Unfollow(follower))
            {
                _flows.Remove(account);
            }
        }
    }

    private void Deliver(in AccountStep step, ReadOnlySpan<byte> frame)
    {
        if (step.SeqNo == 0)
        {
            DeliverOutsideFlow(step.Account, frame);
            return;
        }

        var flow = Of(step.Account);
        var dropped = flow.Append(step.SeqNo, frame);
        GatewayMetrics.ReportBytes.Inc(frame.Length - dropped);
        _touched.Add(flow);
    }

    /// <summary>An account the engine does not know has no numbers; whoever is connected for it is told.</summary>
    private void DeliverOutsideFlow(in AccountId account, ReadOnlySpan<byte> frame)
    {
        AccountFlow? flow;
        lock (_gate)
        {
            _flows.TryGetValue(account, out flow);
        }

        foreach (var session in flow is null ? [] : flow.Members)
        {
            session.Outbox.EnqueueFrame(frame);
        }
    }

    private readonly struct TickSizes(VenueView venue) : ITickSizes
    {
        public Int128 TickSizeOf(uint marketId) => venue.TryGetMarket(marketId, out var market)
            ? market.Info.Request.TickSize
            : throw new InvalidDataException($"report for market {marketId}, which was never created");
    }
}
