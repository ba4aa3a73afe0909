using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// How a margin market asks for margin and liquidates (docs/money.md §4, §8). Ticks are absolute (G6), Bp are basis
/// points.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct RiskParameters
{
    public const int SizeBytes = 112;

    /// <summary>R2: least scan range.</summary>
    public long MinScanTicks;

    /// <summary>M3: margin at termination; 0 = the distance to the bound.</summary>
    public long JumpTicks;

    /// <summary>R2: open interest counts as at least this.</summary>
    public long ConcentrationBaseLots;

    /// <summary>R2: open interest that adds OpenInterestBp once; 0 = no add-on.</summary>
    public long OpenInterestBaseLots;

    /// <summary>L2: least step.</summary>
    public long MinLiquidationLots;

    /// <summary>F11: trades this close to the mark are never busted.</summary>
    public long NoCancelTicks;

    /// <summary>U3; 0 = no block trades.</summary>
    public long MinBlockLots;

    /// <summary>R2: scan range in recent moves between marks.</summary>
    public uint ScanVolatility;

    /// <summary>Maintenance margin as part of initial margin, 1 to 10,000.</summary>
    public uint MaintenanceBp;

    /// <summary>R2.</summary>
    public uint ConcentrationBp;

    /// <summary>R2: share of open interest without add-on.</summary>
    public uint ConcentrationFreeBp;

    /// <summary>R2.</summary>
    public uint OpenInterestBp;

    /// <summary>M3; 0 = no ramp.</summary>
    public uint RampSeconds;

    /// <summary>R3: share of unrealised profit that counts for new orders.</summary>
    public uint ProfitShareBp;

    /// <summary>L2: part of the position per step, 1 to 10,000.</summary>
    public uint StepBp;

    /// <summary>L2: part of the displayed depth per step; 0 = no cap.</summary>
    public uint DepthBp;

    /// <summary>L2: between steps.</summary>
    public uint PauseSeconds;

    /// <summary>L2: steps before the insurance.</summary>
    public uint MaxSteps;

    /// <summary>L3: part of the initial margin of what was closed.</summary>
    public uint LiquidationFeeBp;

    /// <summary>M12.</summary>
    public uint InsuranceWaitSeconds;
    private readonly uint _padding4;
}
