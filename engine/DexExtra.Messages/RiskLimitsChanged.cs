using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: R6, R7.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct RiskLimitsChanged
{
    public const int SizeBytes = 112;

    public SetRiskLimits Request;
}
