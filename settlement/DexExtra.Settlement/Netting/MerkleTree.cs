using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Settlement.Netting;

/// <summary>
/// Binary tree whose leaves have places, as MerklePath.sol reads it: the smallest height with a place for every leaf,
/// zeros in the places that are left. Immutable.
/// </summary>
internal sealed class MerkleTree
{
    private readonly List<Hash32[]> _levels;

    /// <exception cref="ArgumentException">No leaf.</exception>
    public MerkleTree(IReadOnlyCollection<Hash32> leaves)
    {
        if (leaves.Count == 0)
        {
            throw new ArgumentException("a tree needs a leaf", nameof(leaves));
        }

        var width = 1;
        while (width < leaves.Count)
        {
            width *= 2;
        }

        _levels = [[.. leaves, .. Enumerable.Repeat(default(Hash32), width - leaves.Count)]];
        while (_levels[^1].Length > 1)
        {
            var below = _levels[^1];
            _levels.Add([.. Enumerable.Range(0, below.Length / 2)
                .Select(index => Pair(in below[2 * index], in below[(2 * index) + 1]))]);
        }
    }

    public Hash32 Root => _levels[^1][0];

    /// <summary>The nodes beside the way of a leaf to the root, from the bottom.</summary>
    public IReadOnlyList<Hash32> PathOf(int place) =>
        [.. _levels.SkipLast(1).Select((level, height) => level[(place >> height) ^ 1])];

    private static Hash32 Pair(in Hash32 left, in Hash32 right)
    {
        Span<byte> bytes = stackalloc byte[2 * Hash32.SizeBytes];
        left.CopyTo(bytes);
        right.CopyTo(bytes[Hash32.SizeBytes..]);
        return Keccak256.Hash(bytes);
    }
}
