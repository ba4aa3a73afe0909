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
    /// <param name="leaves">In order of their places.</param>
    /// <param name="sortsPairs">The smaller of two nodes goes first, as OpenZeppelin's MerkleProof wants it.</param>
    public MerkleTree(IReadOnlyCollection<Hash32> leaves, bool sortsPairs = false)
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
                .Select(index => Pair(below[2 * index], below[(2 * index) + 1], sortsPairs))]);
        }
    }

    public Hash32 Root => _levels[^1][0];

    /// <summary>The nodes beside the way of a leaf to the root, from the bottom.</summary>
    public IReadOnlyList<Hash32> PathOf(int place) =>
        [.. _levels.SkipLast(1).Select((level, height) => level[(place >> height) ^ 1])];

    private static Hash32 Pair(Hash32 left, Hash32 right, bool sorts)
    {
        Span<byte> bytes = stackalloc byte[2 * Hash32.SizeBytes];
        var first = bytes[..Hash32.SizeBytes];
        var second = bytes[Hash32.SizeBytes..];
        left.CopyTo(first);
        right.CopyTo(second);
        if (sorts && first.SequenceCompareTo(second) > 0)
        {
            right.CopyTo(first);
            left.CopyTo(second);
        }

        return Keccak256.Hash(bytes);
    }
}
