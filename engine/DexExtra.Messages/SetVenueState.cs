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

    /// <summary>
    /// Set by the sequencer alone; then the two switches above are 0 and stay as they are, and as a command of an
    /// operator it is None.
    /// </summary>
    public LowSpaceSwitch LowSpace;
    private readonly byte _padding3;
    private readonly uint _padding4;
}
