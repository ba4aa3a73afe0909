using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Fees;

/// <summary>
/// F4: the schedule of tiers and, per owner, the traded volume of today and of each of the 30 UTC days before, in whole
/// units of 1e8. A day's volume stays at the largest number once it gets there.
/// </summary>
internal sealed class FeeTable(int owners)
{
    /// <summary>Today and the 30 days before.</summary>
    public const int Days = 31;

    private readonly OwnerFees[] _owners = new OwnerFees[owners];
    private readonly long[] _volumes = new long[owners * Days];
    private SetFeeSchedule _schedule;

    public ref readonly SetFeeSchedule Schedule => ref _schedule;

    /// <summary>Number of the schedule: one more with each change.</summary>
    public ulong ScheduleNumber { get; private set; }

    public ref OwnerFees this[int owner] => ref _owners[owner];

    public ReadOnlySpan<long> Volumes(int owner) => _volumes.AsSpan(owner * Days, Days);

    public void SetSchedule(in SetFeeSchedule schedule)
    {
        _schedule = schedule;
        ScheduleNumber++;
    }

    /// <summary>True while the owner's tier is that of today and of the schedule.</summary>
    public bool IsCurrent(int owner, ulong day) =>
        _owners[owner].Day == day && _owners[owner].Schedule == ScheduleNumber;

    /// <summary>The owner trades on this day: forgets what is older than 30 days.</summary>
    public void MoveTo(int owner, ulong day)
    {
        ref var fees = ref _owners[owner];
        var volumes = _volumes.AsSpan(owner * Days, Days);
        var passed = day - fees.Day;
        for (var step = 1UL; step <= Math.Min(passed, Days); step++)
        {
            volumes[(int)((fees.Day + step) % Days)] = 0;
        }

        fees.Day = day;
        fees.Schedule = ScheduleNumber;
    }

    /// <summary>Whole units of the 30 days before the owner's day.</summary>
    public Int128 VolumeBefore(int owner)
    {
        var today = (int)(_owners[owner].Day % Days);
        Int128 sum = 0;
        for (var day = 0; day < Days; day++)
        {
            sum += day == today ? 0 : _volumes[(owner * Days) + day];
        }

        return sum;
    }

    /// <summary>The highest tier that so many whole units reach; 0 = none.</summary>
    public uint TierOf(Int128 volume)
    {
        var tier = _schedule.Count;
        while (tier > 0 && volume < MoneyMath.DivideUp(_schedule.Tiers[(int)tier - 1].MinVolume, FixedPoint.One))
        {
            tier--;
        }

        return tier;
    }

    /// <summary>Adds whole units to the owner's day.</summary>
    public void Count(int owner, Int128 volume)
    {
        ref var today = ref _volumes[(owner * Days) + (int)(_owners[owner].Day % Days)];
        today = (long)Int128.Min(long.MaxValue, today + volume);
    }

    /// <summary>Takes whole units out of a day, not after the owner's, if it still counts.</summary>
    public void TakeBack(int owner, ulong day, Int128 volume)
    {
        if (_owners[owner].Day - day < Days)
        {
            ref var counted = ref _volumes[(owner * Days) + (int)(day % Days)];
            counted = (long)Int128.Max(0, counted - volume);
        }
    }

    /// <summary>What is left of a fee after the discount of the owner's tier, which is rounded down (F2).</summary>
    public Int128 Discounted(int owner, FeeKind kind, Int128 fee)
    {
        var tier = _owners[owner].Tier;
        if (tier == 0 || fee <= 0 || kind == FeeKind.Auction)
        {
            return fee;
        }

        ref readonly var terms = ref _schedule.Tiers[(int)tier - 1];
        var discountBp = kind == FeeKind.Taker ? terms.TakerDiscountBp : terms.MakerDiscountBp;
        return fee - (fee * discountBp / Limits.BasisPoints);
    }
}
