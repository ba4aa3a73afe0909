using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Where an order stands in the list that was signed for all its legs at once (T15), as the contract wants it shown:
/// the struct hashes of the other legs in the list's order. Default: the order was signed alone.
/// </summary>
internal readonly record struct ListProof(ListKind Kind, byte Index, Hash32 First, Hash32 Second)
{
    /// <param name="kind">How the legs depend on each other.</param>
    /// <param name="index">The leg that is to be proved.</param>
    /// <param name="legs">Struct hashes of all legs, two or three.</param>
    public static ListProof Of(ListKind kind, byte index, ReadOnlySpan<Hash32> legs) => new(
        kind,
        index,
        legs[index == 0 ? 1 : 0],
        legs.Length == NewOrderList.MaxLegs ? legs[index == NewOrderList.MaxLegs - 1 ? 1 : 2] : default);
}
