namespace DexExtra.Engine.Fees;

/// <summary>F4: an owner's tier, and when it was found.</summary>
internal struct OwnerFees
{
    /// <summary>UTC day of the last trade; 0 = never traded.</summary>
    public ulong Day;

    /// <summary>Fee schedule that the tier is of.</summary>
    public ulong Schedule;

    /// <summary>0 = none, else the number of the tier from 1.</summary>
    public uint Tier;
}
