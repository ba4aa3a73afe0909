namespace DexExtra.Bench.Core;

/// <summary>An order of the <see cref="PlainBook"/>.</summary>
internal sealed class PlainOrder(long id, byte side, long priceTicks)
{
    public long Id => id;

    public byte Side => side;

    public long PriceTicks => priceTicks;

    /// <summary>Open lots.</summary>
    public long Lots { get; set; }

    /// <summary>Its place in the list of open orders.</summary>
    public int Index { get; set; }
}
