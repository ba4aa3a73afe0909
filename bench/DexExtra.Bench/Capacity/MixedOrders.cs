using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Bench.Capacity;

/// <summary>
/// What one session sends, signed and encoded before the clock starts: of ten messages three new orders that rest
/// (two of them post-only), four near the other side's, one of those immediate-or-cancel, three cancels. Client order
/// ids 1, 2, 3, …
/// </summary>
internal sealed class MixedOrders
{
    private const int Cycle = 10;

    /// <summary>How far back in the session the order of a cancel is; always one that rests far away.</summary>
    private const int CancelBack = 5;
    private const long FarTicks = 1_000;
    private const int FarLevels = 500;

    private readonly byte[] _frames;
    private readonly int[] _ends;

    /// <param name="key">Signs; its address is the account.</param>
    /// <param name="domain">The venue's.</param>
    /// <param name="count">Messages.</param>
    /// <param name="side">Sessions come in pairs, one of each side.</param>
    public MixedOrders(PrivateKey key, Eip712Domain domain, int count, Side side)
    {
        Account = new AccountId(key.Address, 0);
        var room = Math.Max(OrderFrames.NewOrderBytes, Protocol.Frame.LengthOf<OrderCancelRequest>());
        _frames = new byte[count * room];
        _ends = new int[count];
        Parallel.For(0, count, index =>
        {
            var target = _frames.AsSpan(index * room, room);
            _ends[index] = (index * room) + Write(target, index, side, domain, key);
        });
        Room = room;
    }

    public AccountId Account { get; }

    public int Count => _ends.Length;

    private int Room { get; }

    public ReadOnlySpan<byte> Frame(int index) => _frames.AsSpan((index * Room).._ends[index]);

    private int Write(Span<byte> target, int index, Side side, Eip712Domain domain, PrivateKey key)
    {
        var id = (ulong)index + 1;
        var place = index % Cycle;
        if (place is 5 or 6 or 9)
        {
            var cancel = new OrderCancelRequest { ClientOrderId = id, OrigClientOrderId = id - CancelBack };
            return Protocol.Frame.Write(target, in cancel);
        }

        var near = place is 2 or 3 or 7 or 8;
        var far = FarTicks + (index % FarLevels);
        var price = near ? index / Cycle % 100 : side == Side.Buy ? -far : far;
        var order = BenchMarket.Order(Account, side, price, id);
        if (place == 3)
        {
            order.TimeInForce = TimeInForce.ImmediateOrCancel;
        }
        else if (place is 0 or 1)
        {
            order.Flags = OrderFlags.PostOnly;
        }

        return OrderFrames.Write(target, in order, id, domain, key);
    }
}
