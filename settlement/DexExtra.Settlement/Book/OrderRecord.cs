using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// A signed order that may still trade, or that an unsettled match refers to. Kept alive by the book while the order is
/// open and by its matches afterwards, so memory is bounded by open orders and unsettled matches.
/// </summary>
internal sealed class OrderRecord(in NewOrder request, ListProof list = default, SessionKeyEntry? key = null)
{
    public SignedOrder Order { get; } = request.Order;

    public Signature Signature { get; } = request.Signature;

    public Hash32 Hash { get; } = request.OrderHash;

    public ListProof List { get; } = list;

    /// <summary>The session key that signed it; null: its owner.</summary>
    public SessionKeyEntry? Key { get; } = key;
}
