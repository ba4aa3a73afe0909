using DexExtra.Engine.Collections;
using DexExtra.Engine.Markets;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// Units that are being liquidated, by (next step, unit): a binary heap of jobs in preallocated arrays. Every unit has
/// one job at most, so there is always room. A unit takes its step outside of the heap.
/// </summary>
internal sealed class LiquidationList(EngineOptions options)
{
    private readonly SlotPool<LiquidationJob> _jobs = new(options.MaxBalances + options.MaxPositions);
    private readonly int[] _heap = new int[options.MaxBalances + options.MaxPositions];

    // job + 1 of the unit that alone deleverages or socialises in a market, 0 = none
    private readonly int[] _claims = new int[options.MaxMarkets];
    private int _waiting;
    private int _shared;
    private long _everShared;

    /// <summary>Units in the list.</summary>
    public int Count => _jobs.Count;

    /// <summary>L2-6: in some market a loss is being shared.</summary>
    public bool IsAnyShared => _shared > 0;

    /// <summary>Losses that were ever shared.</summary>
    public long EverShared => _everShared;

    /// <summary>Those that wait for their next step: between commands all of them.</summary>
    public int Waiting => _waiting;

    public ref LiquidationJob this[int job] => ref _jobs[job];

    /// <summary>The job that waits at a place of the heap.</summary>
    public int At(int index) => _heap[index];

    public bool IsDue(long nowNs) => _waiting > 0 && _jobs[_heap[0]].NextNs <= nowNs;

    /// <summary>Adds a unit, which waits for its first step.</summary>
    public int Add(in LiquidationJob work)
    {
        var job = _jobs.Rent();
        _jobs[job] = work;
        Wait(job);
        return job;
    }

    /// <summary>A job waits for its next step.</summary>
    public void Wait(int job)
    {
        var index = _waiting++;
        for (; index > 0 && IsBefore(job, _heap[(index - 1) / 2]); index = (index - 1) / 2)
        {
            _heap[index] = _heap[(index - 1) / 2];
        }

        _heap[index] = job;
    }

    /// <summary>Takes the job whose step is due first out of the heap; there must be one.</summary>
    public int TakeFirst()
    {
        var first = _heap[0];
        var last = _heap[--_waiting];
        var index = 0;
        for (var child = 1; child < _waiting; child = (2 * index) + 1)
        {
            child += child + 1 < _waiting && IsBefore(_heap[child + 1], _heap[child]) ? 1 : 0;
            if (!IsBefore(_heap[child], last))
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = last;
        return first;
    }

    /// <summary>The unit of a job that does not wait and has no claim is done.</summary>
    public void Remove(int job)
    {
        Invariant.That(!_jobs[job].HasClaim, "a claim ends before its job");
        _jobs.Return(job);
    }

    /// <summary>True if the job alone deleverages or socialises in the market from here on.</summary>
    public bool TryClaim(int job, Market market)
    {
        ref var claim = ref _claims[market.Slot];
        if (claim == 0)
        {
            claim = job + 1;
            _jobs[job].HasClaim = true;
        }

        return claim == job + 1;
    }

    /// <summary>§10: from here on what is realised in the market it has the claim of counts as gain.</summary>
    public void Share(int job, Market market)
    {
        Invariant.That(_claims[market.Slot] == job + 1, "a loss is shared by the owner of the claim");
        if (market.Sharing == 0)
        {
            _shared++;
            market.Sharing = ++_everShared;
        }
    }

    /// <summary>§10: everybody has paid.</summary>
    public void EndSharing(Market market)
    {
        _shared -= market.Sharing == 0 ? 0 : 1;
        market.Sharing = 0;
    }

    /// <summary>Gives the claim back, if the job has it: nothing more is shared.</summary>
    public void Release(int job, Market market)
    {
        if (_jobs[job].HasClaim)
        {
            EndSharing(market);
            Invariant.That(_claims[market.Slot] == job + 1, "a claim is released by its owner");
            _claims[market.Slot] = 0;
            _jobs[job].HasClaim = false;
        }
    }

    private bool IsBefore(int job, int other)
    {
        ref readonly var left = ref _jobs[job];
        ref readonly var right = ref _jobs[other];
        return left.NextNs == right.NextNs ? left.Unit.IsBefore(right.Unit) : left.NextNs < right.NextNs;
    }
}
