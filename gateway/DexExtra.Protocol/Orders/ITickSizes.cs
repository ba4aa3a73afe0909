namespace DexExtra.Protocol.Orders;

/// <summary>
/// What a report needs to know of markets. A market's events come after MarketCreated, so it is always known.
/// </summary>
public interface ITickSizes
{
    /// <summary>Price of one tick, 1e-8.</summary>
    Int128 TickSizeOf(uint marketId);
}
