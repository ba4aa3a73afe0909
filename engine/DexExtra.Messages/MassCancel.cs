using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: cancel every open order of an account or owner that passes all given filters (C6).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MassCancel
{
    public const int SizeBytes = 96;

    public AccountId Account;

    /// <summary>The requester's own id of this request, echoed.</summary>
    public ulong ClientOrderId;
    public ulong SessionId;

    /// <summary>1e-8, included.</summary>
    public Int128 PriceFrom;

    /// <summary>1e-8, included.</summary>
    public Int128 PriceTo;
    public uint MarketId;
    public uint Tag;
    public MassCancelFilters Filters;
    public Side Side;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>Grant of the session key that asks; 0 = the owner.</summary>
    public uint GrantId;
    private readonly uint _padding4;
}
