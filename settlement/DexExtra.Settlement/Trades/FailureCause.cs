namespace DexExtra.Settlement.Trades;

/// <summary>X4: whose doing it is that the chain refused a trade. Both sides are taken back in any case.</summary>
internal enum FailureCause
{
    /// <summary>The venue matched or sent what it should not have: nobody is stopped.</summary>
    Venue = 1,

    /// <summary>The owner of the order at fault: his orders end, his account is locked until he unlocks it.</summary>
    Owner = 2,
}
