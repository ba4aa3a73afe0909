using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: F4.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct FeeScheduleChanged
{
    public const int SizeBytes = 200;

    public SetFeeSchedule Schedule;
}
