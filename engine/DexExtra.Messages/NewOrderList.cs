using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: two or three orders of one account and market, signed together (T12–T15) and accepted or refused
/// together. In a list with a parent it comes first. Unused legs are zero.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct NewOrderList
{
    public const int SizeBytes = 1_208;
    public const int MaxLegs = 3;

    public ListKind Kind;
    public byte LegCount;
    private readonly ushort _padding2;
    private readonly uint _padding4;
    private NewOrder _first;
    private NewOrder _second;
    private NewOrder _third;

    /// <summary>The legs as sent; <see cref="LegCount"/> of them count.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public Span<NewOrder> Legs => MemoryMarshal.CreateSpan(ref _first, MaxLegs);

    /// <summary>The legs of a list that is only read.</summary>
    public static ReadOnlySpan<NewOrder> LegsOf(in NewOrderList list) =>
        MemoryMarshal.CreateReadOnlySpan(in list._first, MaxLegs);
}
