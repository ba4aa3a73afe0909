using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.OwnerActions;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// Cancels many orders over several commands: mass cancels (C6) and sweeps of whole markets (docs/matching.md §4).
/// Sweeps go on in order of creation; together they visit MaxSweptPerCommand orders per command.
/// </summary>
internal sealed class OrderSweeps(EngineState state, OrderCancellation cancellation, ExitLocks exits)
{
    private readonly MarketWalk _markets = new(state);
    private readonly AccountWalk _accounts = new(state);
    private readonly RevocationSweep _revocations = new(state, cancellation);
    private readonly QuoteSweep _quotes = new(state, cancellation);
    private long _sequence;
    private int _visitsLeft;

    /// <summary>Step 2c: goes on with what is unfinished, at most MaxSweptPerCommand orders visited.</summary>
    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        SweepRevoked(ref sink);
        SweepQuotes(ref sink);
        for (var index = 0; index < state.Sweeps.Count;)
        {
            index += GoOn(index, ref sink) ? 0 : 1;
        }
    }

    /// <summary>Orders of revoked grants, before any other sweep.</summary>
    public void SweepRevoked<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.SessionKeys.RevokedCount > 0)
        {
            BeginVisits();
            _visitsLeft = _revocations.Run(_visitsLeft, ref sink);
        }
    }

    /// <summary>Quotes of frozen sets, before any other sweep but that of revoked grants.</summary>
    public void SweepQuotes<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Quotes.QueuedCount > 0)
        {
            BeginVisits();
            _visitsLeft = _quotes.Run(_visitsLeft, ref sink);
        }
    }

    /// <summary>
    /// Starts a sweep of a market; its first orders are visited at once, as far as the command may. One of the same
    /// kind that is unfinished starts again.
    /// </summary>
    public void Start<TSink>(SweepKind kind, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var isPhaseBound = kind is SweepKind.GoodForAuction or SweepKind.GoodForContinuous;
        if (isPhaseBound && market.PhaseBoundOrders == 0)
        {
            return;
        }

        var index = state.Sweeps.Find(kind, market.Slot);
        if (index < 0)
        {
            index = state.Sweeps.Add(new SweepJob { Kind = kind, Market = market.Slot });
        }

        _markets.Start(ref state.Sweeps[index]);
        GoOn(index, ref sink);
    }

    /// <summary>Starts a mass cancel; its first orders are visited at once. There must be room for it.</summary>
    public void Start<TSink>(in MassCancel request, int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var job = new SweepJob { IsMassCancel = true, Request = request, FirstSequence = state.Sequence };
        _accounts.Start(ref job, account);
        GoOn(state.Sweeps.Add(in job), ref sink);
    }

    /// <summary>
    /// X5, X9: cancels the orders of one account that its owner's action on chain ends. There must be room for it.
    /// </summary>
    public void Start<TSink>(in OwnerAction action, int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var job = new SweepJob
        {
            IsMassCancel = true,
            Request = new MassCancel { Account = action.Account },
            Action = action.Kind,
            Nonce = action.Number,
            FirstSequence = state.Sequence,
        };
        _accounts.Start(ref job, account);
        GoOn(state.Sweeps.Add(in job), ref sink);
    }

    /// <summary>True while a sweep of the market has not visited everything.</summary>
    public bool IsSweeping(Market market) => state.Sweeps.IsSweeping(market.Slot);

    /// <summary>True if the sweep finished and left the table.</summary>
    private bool GoOn<TSink>(int index, ref TSink sink)
        where TSink : struct, IEventSink
    {
        BeginVisits();
        ref var job = ref state.Sweeps[index];
        var isFinished = job.IsMassCancel ? VisitAccounts(ref job, ref sink) : VisitMarket(ref job, ref sink);
        if (!isFinished)
        {
            return false;
        }

        if (job.Action == OwnerActionKind.ExitRequested)
        {
            state.Accounts.TryFind(in job.Request.Account, out var account);
            exits.TopUp(account, ref sink);
        }
        else if (job.IsMassCancel && job.Action == 0)
        {
            Report(in job, ref sink);
        }

        state.Sweeps.Remove(index);
        return true;
    }

    private void BeginVisits()
    {
        if (_sequence != state.Sequence)
        {
            _sequence = state.Sequence;
            _visitsLeft = Limits.MaxSweptPerCommand;
        }
    }

    private bool VisitMarket<TSink>(ref SweepJob job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (; _markets.Find(ref job); _visitsLeft--)
        {
            if (_visitsLeft == 0)
            {
                return false;
            }

            if (_markets.Cancels(in job))
            {
                // leaving its place moves the sweep on
                cancellation.Cancel(job.Order, MarketWalk.ReasonOf(job.Kind), ref sink);
            }
            else
            {
                _markets.Skip(ref job);
            }
        }

        return true;
    }

    private bool VisitAccounts<TSink>(ref SweepJob job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        for (; _accounts.Find(ref job); _visitsLeft--)
        {
            if (_visitsLeft == 0)
            {
                return false;
            }

            if (!_accounts.Cancels(in job))
            {
                _accounts.Skip(ref job);
                continue;
            }

            if (state.Markets[state.Orders[job.Order].Market].IsUncrossing)
            {
                return false;
            }

            job.CancelledOrders++;
            cancellation.Cancel(job.Order, AccountWalk.ReasonOf(job.Action), ref sink, job.Request.ClientOrderId);
        }

        return true;
    }

    private void Report<TSink>(in SweepJob job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Accounts.TryFind(in job.Request.Account, out var account);
        var cancelled = new MassCancelled
        {
            Account = job.Request.Account,
            ClientOrderId = job.Request.ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(account),
            CancelledOrders = job.CancelledOrders,
            FirstSequence = job.FirstSequence,
            LastSequence = state.Sequence,
        };
        sink.Append(EventType.MassCancelled, in cancelled);
    }
}
