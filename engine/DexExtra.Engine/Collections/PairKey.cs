namespace DexExtra.Engine.Collections;

/// <summary>
/// Two numbers as one key: account and client order id, account and market, order id alone, and so on.
/// </summary>
internal readonly struct PairKey(ulong first, ulong second) : IFlatKey<PairKey>
{
    private readonly ulong _first = first;
    private readonly ulong _second = second;

    public bool Equals(PairKey other) => _first == other._first && _second == other._second;

    public override bool Equals(object? obj) => obj is PairKey other && Equals(other);

    public override int GetHashCode() => unchecked((int)Hash(0));

    public ulong Hash(ulong seed) => Mix.Fold(Mix.Fold(seed, _first), _second);
}
