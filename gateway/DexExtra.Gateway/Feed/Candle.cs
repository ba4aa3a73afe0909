namespace DexExtra.Gateway.Feed;

/// <summary>
/// D9: what traded within one interval of engine time. Exact integers: ticks, lots, Σ ticks × lots. Trades that are no
/// market price (block, deleveraging) are not part of it; liquidations are (L4).
/// </summary>
/// <param name="OpenTimeNs">Engine time at which the interval begins; a whole multiple of its length.</param>
/// <param name="OpenTicks">First price; of a candle without trades the close before.</param>
/// <param name="HighTicks">Highest price.</param>
/// <param name="LowTicks">Lowest price.</param>
/// <param name="CloseTicks">Last price.</param>
/// <param name="Lots">Volume.</param>
/// <param name="TickLots">Σ price × lots, for the average price.</param>
/// <param name="Trades">How many.</param>
/// <param name="Revision">0 when it closed; one more for each correction afterwards.</param>
/// <param name="HasPrices">Its prices are of trades, also of ones that were taken back; else the close before.</param>
internal readonly record struct Candle(
    long OpenTimeNs,
    long OpenTicks,
    long HighTicks,
    long LowTicks,
    long CloseTicks,
    long Lots,
    Int128 TickLots,
    long Trades,
    int Revision,
    bool HasPrices)
{
    public static Candle Empty(long openTimeNs, long ticks) =>
        new(openTimeNs, ticks, ticks, ticks, ticks, 0, 0, 0, 0, HasPrices: false);

    public Candle With(long priceTicks, long lots) => this with
    {
        OpenTicks = HasPrices ? OpenTicks : priceTicks,
        HighTicks = HasPrices ? Math.Max(HighTicks, priceTicks) : priceTicks,
        LowTicks = HasPrices ? Math.Min(LowTicks, priceTicks) : priceTicks,
        CloseTicks = priceTicks,
        Lots = checked(Lots + lots),
        TickLots = checked(TickLots + ((Int128)priceTicks * lots)),
        Trades = Trades + 1,
        HasPrices = true,
    };

    /// <summary>
    /// F11: without a trade that was taken back; its prices stay, because others may have had them too.
    /// </summary>
    public Candle Without(long priceTicks, long lots) => this with
    {
        Lots = Lots - lots,
        TickLots = TickLots - ((Int128)priceTicks * lots),
        Trades = Trades - 1,
        Revision = Revision + 1,
    };
}
