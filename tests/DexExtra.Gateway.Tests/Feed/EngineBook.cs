using System.Text;
using DexExtra.Engine.Inspection;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>Levels of the engine's own books, added up from its orders: nothing of the gateway is used. One thread.</summary>
internal sealed class EngineBook(EngineView view)
{
    private const int MaxOrders = 8_192;
    private const uint ReversedPolynomial = 0xEDB8_8320;

    private static readonly uint[] _table = [.. Enumerable.Range(0, 256).Select(index => Enumerable.Range(0, 8).Aggregate(
        (uint)index, (value, _) => (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReversedPolynomial))];

    private readonly BookOrder[] _orders = new BookOrder[MaxOrders];

    /// <summary>CRC-32 over every level of bids, then asks, each best first, as <c>ticks:lots,</c> in ASCII.</summary>
    public uint Checksum(uint marketId) =>
        ~Encoding.ASCII.GetBytes(Text(marketId, Side.Buy) + Text(marketId, Side.Sell))
            .Aggregate(uint.MaxValue, (crc, next) => _table[(byte)(crc ^ next)] ^ (crc >> 8));

    private string Text(uint marketId, Side side)
    {
        var count = view.CopyOrders(marketId, side, _orders);
        Assert.True(count < MaxOrders);
        return string.Concat(_orders.Take(count).GroupBy(order => order.PriceTicks)
            .Select(level => $"{level.Key}:{level.Sum(order => order.ShownLots)},"));
    }
}
