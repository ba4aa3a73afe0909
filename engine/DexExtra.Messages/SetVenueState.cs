using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: venue-wide switches.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetVenueState
{
    public const int SizeBytes = 8;

    /// <summary>1: no new orders, no liquidation; cancels work.</summary>
    public byte HaltTrading;

    /// <summary>1: every withdrawal waits.</summary>
    public byte FreezeWithdrawals;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
