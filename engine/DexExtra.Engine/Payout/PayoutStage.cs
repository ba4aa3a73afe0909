namespace DexExtra.Engine.Payout;

/// <summary>Where the payout of a market stands (M9).</summary>
internal enum PayoutStage : byte
{
    /// <summary>Not begun.</summary>
    None,

    /// <summary>First pass: losers of margin markets pay; gains and fees are added up.</summary>
    Collecting,

    /// <summary>Second pass: everybody else is paid.</summary>
    Paying,

    /// <summary>Everybody is paid; what the pool lacks waits for the guarantee fund.</summary>
    Closing,
}
