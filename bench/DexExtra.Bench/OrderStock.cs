using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench;

/// <summary>Orders of one account, signed and encoded before the clock starts; client order ids 1, 2, 3, …</summary>
internal sealed class OrderStock
{
    private readonly byte[] _frames;

    public OrderStock(PrivateKey key, Eip712Domain domain, int count, Func<int, (Side Side, long PriceTicks)> plan)
        : this(key, domain, count, index => (plan(index).Side, plan(index).PriceTicks, BenchMarket.MarketId))
    {
    }

    public OrderStock(
        PrivateKey key, Eip712Domain domain, int count, Func<int, (Side Side, long PriceTicks, uint MarketId)> plan)
    {
        Count = count;
        var account = new AccountId(key.Address, 0);
        _frames = new byte[count * OrderFrames.NewOrderBytes];
        Parallel.For(0, count, index =>
        {
            var (side, price, market) = plan(index);
            var order = BenchMarket.Order(account, side, price, (ulong)index + 1) with { MarketId = market };
            OrderFrames.Write(Room(index), in order, (ulong)index + 1, domain, key);
        });
    }

    public int Count { get; }

    public ReadOnlySpan<byte> Frame(int index) => Room(index);

    private Span<byte> Room(int index) => _frames.AsSpan(index * OrderFrames.NewOrderBytes, OrderFrames.NewOrderBytes);
}
