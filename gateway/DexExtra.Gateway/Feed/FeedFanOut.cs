namespace DexExtra.Gateway.Feed;

/// <summary>
/// Hands messages to connections on a thread of its own, so that many clients delay neither the follower nor execution
/// reports. Steps are taken in the order in which they were posted, with the venue's gate held, so a snapshot and the
/// deltas after it are gapless. A fan-out that falls far behind drops messages of data and has the members of those
/// topics brought up to date. Nothing here waits for a client.
/// </summary>
internal sealed class FeedFanOut(GatewayClock clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _posted = new(false);
    private readonly FeedMessages _messages = new();
    private readonly HashSet<Conflation> _pending = [];
    private readonly HashSet<FeedOutbox> _behind = [];
    private List<FanOutStep> _steps = [];
    private List<FanOutStep> _taken = [];
    private long _postedBytes;
    private Thread? _thread;
    private volatile bool _stopping;

    public void Start()
    {
        _thread = new Thread(Run) { Name = "feed-fan-out", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Venue's gate held. The thread is woken by <see cref="Wake"/>.</summary>
    public void Post(FanOutStep step)
    {
        lock (_gate)
        {
            var bytes = (step.Message?.Json.Length ?? 0) + GatewayLimits.FanOutStepBytes;
            if (step.Topic is { IsOverrun: true } && step.Kind is FanOutKind.Deliver)
            {
                return;
            }

            if (step.Kind is FanOutKind.Deliver && _postedBytes > GatewayLimits.FanOutBytes)
            {
                step.Topic!.IsOverrun = true;
                _steps.Add(step with { Kind = FanOutKind.Overrun, Message = null });
                return;
            }

            _postedBytes += bytes;
            _steps.Add(step);
        }
    }

    public void Wake() => _posted.Set();

    public void Dispose()
    {
        _stopping = true;
        _posted.Set();
        _thread?.Join();
        _posted.Dispose();
    }

    /// <summary>
    /// Everything that was posted, then the conflation classes that are due. The thread's own, or a test's.
    /// </summary>
    public void Drain()
    {
        lock (_gate)
        {
            (_steps, _taken) = (_taken, _steps);
            _postedBytes = 0;
        }

        foreach (var step in _taken)
        {
            Take(in step);
        }

        _taken.Clear();
        var now = clock.MonotonicNs;
        foreach (var conflation in _pending.Where(conflation => conflation.DueNs <= now).ToList())
        {
            Flush(conflation);
        }

        CloseStuck();
    }

    private void Run()
    {
        while (!_stopping)
        {
            // the shortest class is the finest time that anything here waits for
            _posted.WaitOne(_pending.Count > 0 ? FeedTopicKey.ConflationMs[1] / 2 : GatewayLimits.FollowerWaitMs);
            Drain();
        }
    }

    private void Take(in FanOutStep step)
    {
        switch (step.Kind)
        {
            case FanOutKind.Deliver:
                Deliver(step.Topic!, step.Message!);
                break;
            case FanOutKind.Heartbeat:
                Heartbeat(step.Feed, step.Message!);
                break;
            case FanOutKind.Conflate:
                Conflate(step.Feed, step.Change!);
                break;
            case FanOutKind.Replace:
                Replace(step.Feed, step.Message!);
                break;
            case FanOutKind.Join:
                Join(step.Subscription!, step.Message, step.Batch!);
                break;
            case FanOutKind.Leave:
                Leave(step.Subscription!, step.Message);
                break;
            default:
                Overrun(step.Topic!);
                break;
        }
    }

    private void Deliver(FeedTopic topic, FeedMessage message)
    {
        foreach (var member in topic.Members)
        {
            Offer(member, message);
        }
    }

    private void Offer(FeedSubscription member, FeedMessage message)
    {
        if (member.IsBehind)
        {
            return;
        }

        if (member.Outbox.TryEnqueue(message))
        {
            member.LastSequence = message.Sequence;
        }
        else
        {
            FallBehind(member);
        }
    }

    private void FallBehind(FeedSubscription member)
    {
        member.Outbox.FallBehind(member, clock.MonotonicNs);
        _behind.Add(member.Outbox);
    }

    private void Heartbeat(MarketFeed feed, FeedMessage message)
    {
        foreach (var conflation in feed.Conflations)
        {
            Flush(conflation);
        }

        foreach (var outbox in feed.Clients.Keys.Where(outbox => outbox.BehindSinceNs == 0))
        {
            outbox.TryEnqueue(message);
        }
    }

    private void Conflate(MarketFeed feed, BookChange change)
    {
        foreach (var conflation in feed.Conflations)
        {
            if (conflation.Book.Members.Count > 0)
            {
                Begin(conflation);
                conflation.Add(change);
            }
        }
    }

    private void Replace(MarketFeed feed, FeedMessage message)
    {
        foreach (var conflation in feed.Conflations)
        {
            if (conflation.Level1.Members.Count > 0)
            {
                Begin(conflation);
                conflation.BestPrices = message;
            }
        }
    }

    private void Begin(Conflation conflation)
    {
        if (_pending.Add(conflation))
        {
            conflation.Restart(clock.MonotonicNs);
        }
    }

    private void Flush(Conflation conflation)
    {
        _pending.Remove(conflation);
        if (conflation.TakeDelta(_messages) is { } delta)
        {
            Deliver(conflation.Book, delta);
        }

        if (conflation.BestPrices is { } best)
        {
            conflation.BestPrices = null;
            Deliver(conflation.Level1, best);
        }
    }

    private void Join(FeedSubscription subscription, FeedMessage? answer, IReadOnlyList<FeedMessage> batch)
    {
        if (answer is not null)
        {
            subscription.Outbox.Answer(answer);
        }

        if (!subscription.IsJoined)
        {
            subscription.IsJoined = true;
            ForgetUnread(subscription);
            subscription.Topic.Members.Add(subscription);
            subscription.Feed.Enter(subscription.Outbox);
        }

        subscription.IsBehind = false;
        if (!subscription.Outbox.TryEnqueueBatch(batch))
        {
            FallBehind(subscription);
        }
        else if (batch.Count > 0)
        {
            subscription.LastSequence = batch[^1].Sequence;
        }
    }

    /// <summary>What a class held back when its last member left is older than the snapshot of the next one.</summary>
    private static void ForgetUnread(FeedSubscription first)
    {
        if (first.Topic.Members.Count > 0)
        {
            return;
        }

        foreach (var conflation in first.Feed.Conflations)
        {
            conflation.Forget(first.Topic);
        }
    }

    private static void Leave(FeedSubscription subscription, FeedMessage? answer)
    {
        if (subscription.IsJoined)
        {
            subscription.IsJoined = false;
            subscription.Topic.Members.Remove(subscription);
            subscription.Feed.Leave(subscription.Outbox);
        }

        if (answer is not null)
        {
            subscription.Outbox.Answer(answer);
        }
    }

    private void Overrun(FeedTopic topic)
    {
        foreach (var member in topic.Members.Where(member => !member.IsBehind))
        {
            FallBehind(member);
            member.Outbox.Drained();
        }
    }

    /// <summary>D7: who has not made room for long enough.</summary>
    private void CloseStuck()
    {
        if (_behind.Count == 0)
        {
            return;
        }

        var limit = clock.MonotonicNs - (GatewayLimits.FeedBehindMs * FeedHub.NsPerMs);
        foreach (var outbox in _behind.ToList())
        {
            if (outbox.BehindSinceNs == 0 || outbox.CloseReason is not null)
            {
                _behind.Remove(outbox);
            }
            else if (outbox.BehindSinceNs < limit)
            {
                outbox.Close(FeedOutbox.SlowConsumer);
            }
        }
    }
}
