using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hash of many orders that one signature covers: the root of a full binary tree over their struct hashes,
/// whose places without an order hold one of zeros. Each order keeps its own <see cref="OrderHash"/> as its identity;
/// the tree's digest is only what is signed. Pure; any thread.
/// </summary>
public static class BulkOrderHash
{
    /// <summary>2^10 = 1,024 orders under one signature.</summary>
    public const int MaxHeight = 10;

    private const int PairBytes = 2 * Hash32.SizeBytes;

    /// <summary>Struct hash of the order of zeros that fills a tree.</summary>
    public static Hash32 Empty { get; } = OrderHash.Struct(default);

    /// <summary>Smallest height with a place for so many orders.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No order, or more than a tree can hold.</exception>
    public static int HeightOf(int orders)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orders, 1 << MaxHeight);
        var height = 1;
        while (1 << height < orders)
        {
            height++;
        }

        return height;
    }

    /// <summary>The digest that the account signs, once for all orders.</summary>
    /// <param name="domain">The venue's.</param>
    /// <param name="orders">Struct hash of each order, in the order of their places.</param>
    /// <param name="height">Of the tree.</param>
    /// <exception cref="ArgumentOutOfRangeException">More orders than the tree can hold, or no such tree.</exception>
    public static Hash32 Digest(Eip712Domain domain, ReadOnlySpan<Hash32> orders, int height) =>
        domain.Digest(Struct(Levels(orders, height)[^1][0], height));

    /// <summary>The digest, from one order and the nodes beside its way up, as the contract computes it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place is outside the tree, or no such tree.</exception>
    public static Hash32 DigestOfPath(Eip712Domain domain, in Hash32 order, int place, ReadOnlySpan<Hash32> path)
    {
        CheckHeight(path.Length);
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, 1 << path.Length);
        var node = order;
        for (var level = 0; level < path.Length; level++)
        {
            node = ((place >> level) & 1) == 0 ? Pair(in node, in path[level]) : Pair(in path[level], in node);
        }

        return domain.Digest(Struct(in node, path.Length));
    }

    /// <summary>The nodes beside the way of one place to the root, from the bottom.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No such tree or place.</exception>
    public static Hash32[] PathOf(ReadOnlySpan<Hash32> orders, int height, int place)
    {
        var levels = Levels(orders, height);
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, 1 << height);
        return [.. Enumerable.Range(0, height).Select(level => levels[level][(place >> level) ^ 1])];
    }

    private static Hash32 Struct(in Hash32 root, int height)
    {
        var words = new WordWriter(stackalloc byte[PairBytes]);
        words.Append(Eip712Type.BulkOrder(height).TypeHash);
        words.Append(in root);
        return words.Hash();
    }

    private static List<Hash32[]> Levels(ReadOnlySpan<Hash32> orders, int height)
    {
        CheckHeight(height);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(orders.Length, 1 << height);
        var leaves = new Hash32[1 << height];
        leaves.AsSpan().Fill(Empty);
        orders.CopyTo(leaves);
        List<Hash32[]> levels = [leaves];
        while (levels[^1].Length > 1)
        {
            var below = levels[^1];
            levels.Add([.. Enumerable.Range(0, below.Length / 2)
                .Select(index => Pair(in below[2 * index], in below[(2 * index) + 1]))]);
        }

        return levels;
    }

    private static Hash32 Pair(in Hash32 left, in Hash32 right)
    {
        var words = new WordWriter(stackalloc byte[PairBytes]);
        words.Append(in left);
        words.Append(in right);
        return words.Hash();
    }

    private static void CheckHeight(int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxHeight);
    }
}
