using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>One of the two orders of a <see cref="PreventedMatch"/>.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PreventedSide
{
    public const int SizeBytes = 48;

    public AccountId Account;
    public long OrderId;
    public ulong ClientOrderId;

    /// <summary>Where both orders are of one account, the event is one to it: both carry the same number.</summary>
    public ulong AccountSequence;
}
