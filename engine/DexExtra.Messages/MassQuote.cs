using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: the two-sided quote of a quote set in one market, in place of the one that is there (C12). Each side is a
/// signed order; no side takes the quote out. Unused sides are zero.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MassQuote
{
    public const int SizeBytes = 848;
    public const int MaxSides = 2;

    public AccountId Account;

    /// <summary>The requester's own id of this request, echoed.</summary>
    public ulong QuoteId;
    public uint MarketId;
    public uint QuoteSet;

    /// <summary>Grant of the session key that asks; 0 = the owner. Each side has its own.</summary>
    public uint GrantId;
    public byte SideCount;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private NewOrder _first;
    private NewOrder _second;

    /// <summary>The sides as sent; <see cref="SideCount"/> of them count, in this order.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<NewOrder> Sides => MemoryMarshal.CreateSpan(ref _first, MaxSides);

    /// <summary>The sides of a quote that is only read.</summary>
    public static ReadOnlySpan<NewOrder> SidesOf(in MassQuote quote) =>
        MemoryMarshal.CreateReadOnlySpan(in quote._first, MaxSides);
}
