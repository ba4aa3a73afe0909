using DexExtra.Messages;

namespace DexExtra.Engine.Collections;

/// <summary>An account, or with subaccount 0 the owner address itself, as a key.</summary>
internal readonly struct AccountKey(AccountId id) : IFlatKey<AccountKey>
{
    private readonly AccountId _id = id;

    public bool Equals(AccountKey other) => _id.Equals(other._id);

    public override bool Equals(object? obj) => obj is AccountKey other && Equals(other);

    public override int GetHashCode() => _id.GetHashCode();

    public ulong Hash(ulong seed)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<AccountId, ulong>(
            new ReadOnlySpan<AccountId>(in _id));
        return Mix.Fold(Mix.Fold(Mix.Fold(seed, words[0]), words[1]), words[2]);
    }
}
