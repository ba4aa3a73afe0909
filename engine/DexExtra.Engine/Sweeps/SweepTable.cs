using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>
/// Unfinished sweeps in order of creation. Keeps their places valid while orders come and go: whoever takes an order
/// out of a list tells it first.
/// </summary>
internal sealed class SweepTable(OrderPool orders, int maxMarkets)
{
    private const int KindsPerMarket = 4;

    private readonly SweepJob[] _jobs = new SweepJob[Limits.MaxMassCancels + (KindsPerMarket * maxMarkets)];
    private int _massCancels;

    public int Count { get; private set; }

    public bool HasRoomForMassCancel => _massCancels < Limits.MaxMassCancels;

    public ref SweepJob this[int index] => ref _jobs[index];

    /// <summary>Index of the new sweep, the last one.</summary>
    public int Add(in SweepJob job)
    {
        Invariant.That(Count < _jobs.Length, "a market has one sweep of each kind");
        _massCancels += job.IsMassCancel ? 1 : 0;
        _jobs[Count] = job;
        return Count++;
    }

    public void Remove(int index)
    {
        _massCancels -= _jobs[index].IsMassCancel ? 1 : 0;
        Count--;
        _jobs.AsSpan(index + 1, Count - index).CopyTo(_jobs.AsSpan(index));
    }

    /// <summary>Index of the market's sweep of a kind, −1 = none.</summary>
    public int Find(SweepKind kind, int market)
    {
        for (var index = 0; index < Count; index++)
        {
            ref readonly var job = ref _jobs[index];
            if (!job.IsMassCancel && job.Kind == kind && job.Market == market)
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>True while a sweep of the market is unfinished.</summary>
    public bool IsSweeping(int market)
    {
        for (var index = 0; index < Count; index++)
        {
            if (!_jobs[index].IsMassCancel && _jobs[index].Market == market)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A market's sweep would go on at this order, which is about to leave its place.</summary>
    public bool IsPointedTo(int slot)
    {
        for (var index = 0; index < Count; index++)
        {
            if (!_jobs[index].IsMassCancel && _jobs[index].Order == slot)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sweeps of markets that would go on at an order go on at the next one.</summary>
    public void MoveOn(int slot, int next)
    {
        for (var index = 0; index < Count; index++)
        {
            ref var job = ref _jobs[index];
            if (!job.IsMassCancel && job.Order == slot)
            {
                job.Order = next;
            }
        }
    }

    /// <summary>The order is about to leave its account's list: mass cancels go on behind it.</summary>
    public void OnClose(int slot)
    {
        for (var index = 0; index < Count; index++)
        {
            ref var job = ref _jobs[index];
            if (job.IsMassCancel && job.Order == slot)
            {
                job.Order = Chain<ByPosition>.Next(orders, slot);
            }
        }
    }
}
