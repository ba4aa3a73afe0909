using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: kill switches of the venue.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct VenueStateChanged
{
    public const int SizeBytes = 8;

    public SetVenueState State;
}
