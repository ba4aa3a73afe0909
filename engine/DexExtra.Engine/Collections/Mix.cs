using System.Numerics;

namespace DexExtra.Engine.Collections;

/// <summary>64-bit mixing for hash tables and the state hash. Not cryptographic.</summary>
internal static class Mix
{
    private const ulong First = 0x9E3779B97F4A7C15UL;
    private const ulong Second = 0xD6E8FEB86659FD93UL;

    /// <summary>Folds one word into a running hash; the order of words matters.</summary>
    public static ulong Fold(ulong hash, ulong word)
    {
        unchecked
        {
            var mixed = (hash ^ word) * First;
            mixed ^= BitOperations.RotateRight(mixed, 29);
            mixed *= Second;
            return mixed ^ (mixed >> 32);
        }
    }
}
