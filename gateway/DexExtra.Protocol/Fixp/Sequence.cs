using System.Runtime.InteropServices;

namespace DexExtra.Protocol.Fixp;

/// <summary>Both: a sign of life when nothing else was sent for one interval.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct Sequence : IWireMessage
{
    public const int SizeBytes = 8;

    /// <summary>
    /// From the venue: the number of its next message. From the client: the number it expects next; 0 = it does not
    /// care.
    /// </summary>
    public ulong NextSeqNo;

    public static Template Template => Template.Sequence;
}
