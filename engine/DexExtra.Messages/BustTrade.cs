using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: takes a trade back (F11).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct BustTrade
{
    public const int SizeBytes = 16;

    public ulong MatchId;

    /// <summary>The operators’ own number.</summary>
    public ulong CaseId;
}
