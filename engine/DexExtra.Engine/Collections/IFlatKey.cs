namespace DexExtra.Engine.Collections;

/// <summary>A key of <see cref="FlatMap{TKey}"/>: compared by value, hashed with the map's seed.</summary>
internal interface IFlatKey<TSelf> : IEquatable<TSelf>
    where TSelf : unmanaged, IFlatKey<TSelf>
{
    ulong Hash(ulong seed);
}
