using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: K2, L6.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct WithdrawalLimitsChanged
{
    public const int SizeBytes = 48;

    public SetWithdrawalLimits Request;
}
