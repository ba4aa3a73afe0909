using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: one stage or step of a liquidation (L2).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct LiquidationChanged
{
    public const int SizeBytes = 136;

    public AccountId Account;
    public ulong AccountSequence;
    public uint AssetId;

    /// <summary>Of the step, and of an isolated unit always; 0 = none.</summary>
    public uint MarketId;

    /// <summary>Signed lots taken over or closed.</summary>
    public long Lots;
    public long LimitTicks;
    public long BankruptcyTicks;
    public Int128 Equity;
    public Int128 MaintenanceMargin;
    public Int128 InsurancePaid;
    public Int128 Fee;
    public uint Step;
    public LiquidationStage Stage;
    public byte IsIsolated;

    /// <summary>
    /// 1 = the market shares the unit's loss from here on, until an event of the liquidation says 0: what is realised
    /// there meanwhile is not free (L2-6).
    /// </summary>
    public byte IsSharing;

    /// <summary>
    /// 1 = those who were deleveraged had been collected over several commands, so that their ranks are of then (L5).
    /// </summary>
    public byte IsSliced;
}
