using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench;

/// <summary>Orders of one account, signed and encoded before the clock starts; client order ids 1, 2, 3, …</summary>
internal sealed class OrderStock
{
    private readonly byte[] _frames;

    public OrderStock(PrivateKey key, Eip712Domain domain, int count, Func<int, (Side Side, long PriceTicks)> plan)
    {
        var account = new AccountId(key.Address, 0);
        _frames = new byte[count * OrderFrames.NewOrderBytes];
        Parallel.For(0, count, index =>
        {
            var (side, price) = plan(index);
            var order = BenchMarket.Order(account, side, price, (ulong)index + 1);
            OrderFrames.Write(Room(index), in order, (ulong)index + 1, domain, key);
        });
    }

    public ReadOnlySpan<byte> Frame(int index) => Room(index);

    private Span<byte> Room(int index) => _frames.AsSpan(index * OrderFrames.NewOrderBytes, OrderFrames.NewOrderBytes);
}
