using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: rate limits of an asset’s withdrawals (K2, L6). 0 = no limit.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetWithdrawalLimits
{
    public const int SizeBytes = 48;

    public uint AssetId;

    /// <summary>Part of what is deposited, per UTC hour.</summary>
    public uint HourlyShareBp;

    /// <summary>Ledger units per UTC hour.</summary>
    public Int128 HourlyAmount;

    /// <summary>Up to this, the gate is open.</summary>
    public Int128 SmallAmount;

    /// <summary>How long after an outage (B6) the gate is closed.</summary>
    public uint OutageGateSeconds;
    private readonly uint _padding4;
}
