namespace DexExtra.Engine.Collections;

/// <summary>
/// An order id as a key. Ids are given by the engine and grow, so that orders of one moment have ids near each other:
/// blocks of neighbouring ids stay together in the table, and blocks are scattered by the seed, so that no choice of
/// orders that stay open makes long runs.
/// </summary>
internal readonly struct OrderKey(long orderId) : IFlatKey<OrderKey>
{
    private const int BlockBits = 3;
    private const ulong BlockMask = (1UL << BlockBits) - 1;

    private readonly ulong _id = unchecked((ulong)orderId);

    public bool Equals(OrderKey other) => _id == other._id;

    public override bool Equals(object? obj) => obj is OrderKey other && Equals(other);

    public override int GetHashCode() => unchecked((int)Hash(0));

    public ulong Hash(ulong seed) => (Mix.Fold(seed, _id >> BlockBits) << BlockBits) | (_id & BlockMask);
}
