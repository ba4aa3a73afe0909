using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hash of a list of orders that one signature covers (T15). Each leg keeps its own <see cref="OrderHash"/> as
/// its identity; the list's digest is only what is signed. Pure, allocation-free.
/// </summary>
public static class OrderListHash
{
    private const int Words = 3;

    /// <param name="kind">How the legs depend on each other.</param>
    /// <param name="legs"><see cref="OrderHash.Struct"/> of each leg, in the order of the list.</param>
    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public static Hash32 Struct(ListKind kind, ReadOnlySpan<Hash32> legs)
    {
        CheckCount(legs.Length);
        var hashes = new WordWriter(stackalloc byte[NewOrderList.MaxLegs * Hash32.SizeBytes]);
        foreach (ref readonly var leg in legs)
        {
            hashes.Append(in leg);
        }

        var words = new WordWriter(stackalloc byte[Words * Hash32.SizeBytes]);
        words.Append(Eip712Type.OrderList.TypeHash);
        words.Append((ulong)kind);
        words.Append(hashes.Hash());
        return words.Hash();
    }

    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public static Hash32 Struct(ListKind kind, ReadOnlySpan<SignedOrder> legs)
    {
        CheckCount(legs.Length);
        Span<Hash32> hashes = stackalloc Hash32[NewOrderList.MaxLegs];
        for (var leg = 0; leg < legs.Length; leg++)
        {
            hashes[leg] = OrderHash.Struct(in legs[leg]);
        }

        return Struct(kind, hashes[..legs.Length]);
    }

    /// <summary>Of the legs that count, <see cref="NewOrderList.LegCount"/> of them.</summary>
    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public static Hash32 Struct(in NewOrderList list)
    {
        CheckCount(list.LegCount);
        Span<Hash32> hashes = stackalloc Hash32[NewOrderList.MaxLegs];
        for (var leg = 0; leg < list.LegCount; leg++)
        {
            hashes[leg] = OrderHash.Struct(in NewOrderList.LegsOf(in list)[leg].Order);
        }

        return Struct(list.Kind, hashes[..list.LegCount]);
    }

    /// <summary>The digest the account signs, once for all legs; its signature goes into every leg.</summary>
    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public static Hash32 Digest(Eip712Domain domain, ListKind kind, ReadOnlySpan<SignedOrder> legs) =>
        domain.Digest(Struct(kind, legs));

    /// <exception cref="ArgumentException">More legs than a list can have.</exception>
    public static Hash32 Digest(Eip712Domain domain, in NewOrderList list) => domain.Digest(Struct(in list));

    private static void CheckCount(int legs)
    {
        if (legs > NewOrderList.MaxLegs)
        {
            throw new ArgumentException($"a list has at most {NewOrderList.MaxLegs} legs, not {legs}", nameof(legs));
        }
    }
}
