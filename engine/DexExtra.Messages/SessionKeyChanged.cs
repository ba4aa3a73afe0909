using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a grant took effect, or ended before its expiry (docs/money.md §17).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SessionKeyChanged
{
    public const int SizeBytes = 152;

    /// <summary>Of a grant what was granted, of a revocation what revoked it.</summary>
    public SetSessionKey Request;

    /// <summary>Venue-wide 1, 2, 3, …; what orders and cancels of the key carry.</summary>
    public uint GrantId;
    private readonly uint _padding4;
}
