namespace DexExtra.Messages.Text;

/// <summary>A fee schedule with its tiers as fields of their own, which the names of fields can reach.</summary>
public readonly struct TierList(in SetFeeSchedule schedule)
{
    public readonly uint Count = schedule.Count;
    public readonly FeeTier Tier1 = schedule.Tiers[0];
    public readonly FeeTier Tier2 = schedule.Tiers[1];
    public readonly FeeTier Tier3 = schedule.Tiers[2];
    public readonly FeeTier Tier4 = schedule.Tiers[3];
    public readonly FeeTier Tier5 = schedule.Tiers[4];
    public readonly FeeTier Tier6 = schedule.Tiers[5];
    public readonly FeeTier Tier7 = schedule.Tiers[6];
    public readonly FeeTier Tier8 = schedule.Tiers[7];

    public SetFeeSchedule ToSchedule()
    {
        var schedule = new SetFeeSchedule { Count = Count };
        FeeTier[] tiers = [Tier1, Tier2, Tier3, Tier4, Tier5, Tier6, Tier7, Tier8];
        for (var index = 0; index < tiers.Length; index++)
        {
            schedule.Tiers[index] = tiers[index];
        }

        return schedule;
    }
}
