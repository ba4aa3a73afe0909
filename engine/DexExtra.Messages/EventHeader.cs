using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Eight bytes before each event body.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct EventHeader
{
    public const int SizeBytes = 8;

    /// <summary>Header and body, a multiple of 8.</summary>
    public ushort Length;
    public EventType Type;

    /// <summary>Position inside the frame, from 0.</summary>
    public uint Index;
}
