using DexExtra.Messages;

namespace DexExtra.Engine.Fees;

/// <summary>SetFeeSchedule command (F4). Refused with INVALID_PARAMETERS.</summary>
internal sealed class FeeScheduleHandler(EngineState state)
{
    public void Apply<TSink>(in SetFeeSchedule schedule, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!IsValid(in schedule))
        {
            EngineEvents.Reject(
                ref sink, CommandType.SetFeeSchedule, CommandRejectReason.InvalidParameters, schedule.Count);
            return;
        }

        state.Fees.SetSchedule(in schedule);
        var changed = new FeeScheduleChanged { Schedule = schedule };
        sink.Append(EventType.FeeScheduleChanged, in changed);
    }

    /// <summary>Volumes rise from tier to tier; no discount is more than the fee; what is not used is 0.</summary>
    private static bool IsValid(in SetFeeSchedule schedule)
    {
        if (schedule.Count > FeeTiers.Capacity)
        {
            return false;
        }

        Int128 above = -1;
        for (var index = 0; index < FeeTiers.Capacity; index++)
        {
            var tier = schedule.Tiers[index];
            var isUsed = index < schedule.Count;
            if (isUsed ? !IsValid(in tier, above) : !IsEmpty(in tier))
            {
                return false;
            }

            above = tier.MinVolume;
        }

        return true;
    }

    private static bool IsValid(in FeeTier tier, Int128 above) =>
        tier.MinVolume > above
        && tier.TakerDiscountBp <= Limits.BasisPoints
        && tier.MakerDiscountBp <= Limits.BasisPoints;

    private static bool IsEmpty(in FeeTier tier) =>
        tier.MinVolume == 0 && tier.TakerDiscountBp == 0 && tier.MakerDiscountBp == 0;
}
