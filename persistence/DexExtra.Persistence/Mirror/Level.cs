using System.Globalization;

namespace DexExtra.Persistence.Mirror;

/// <summary>Total of one price level.</summary>
internal readonly record struct Level(long QuantityLots, int OrderCount)
{
    /// <summary>quantityLots:orderCount, as in the mirror.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{QuantityLots}:{OrderCount}");
}
