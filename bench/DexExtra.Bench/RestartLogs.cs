using System.Buffers.Binary;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;

namespace DexExtra.Bench;

/// <summary>
/// Writes the logs that a venue would have after a long time: so many live orders, and then orders that are placed and
/// cancelled and now and then traded, until there are enough commands.
/// </summary>
internal sealed class RestartLogs : IDisposable
{
    private const int Accounts = 64;
    private const int TradeEvery = 64;
    private const int PriceLevels = 2_000;
    private const long StepNs = 10_000;

    private readonly Engine.Engine _engine = new(new EngineOptions());
    private readonly CommandLogWriter _commands;
    private readonly EventLogWriter _events;
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private readonly byte[] _frame = new byte[Limits.MaxEventFrameBytes];
    private readonly byte[] _hash = new byte[Hash32.SizeBytes];
    private readonly ulong[] _lastIds = new ulong[Accounts];
    private long _nowNs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
    private long _orders;

    public RestartLogs(string journal, string events)
    {
        _events = EventLogWriter.Open(events, new EventLogOptions());
        _commands = CommandLogWriter.Open(FileStorage.Instance, journal, 0, new CommandLogOptions());
    }

    public long Sequence { get; private set; }

    /// <summary>Appends commands until there are so many.</summary>
    public void WriteTo(long sequence, int liveOrders, Action<long> progress)
    {
        if (Sequence == 0)
        {
            Open(liveOrders);
        }

        while (Sequence < sequence)
        {
            var account = (int)(_orders % Accounts);
            var id = Place(account, Side.Buy, -(_orders % PriceLevels) - 1);
            if (_orders % TradeEvery == 0)
            {
                Trade(account);
            }

            Apply(CommandType.CancelOrder, new CancelOrder { Account = Id(account), OrigClientOrderId = id });
            if (_orders % 1_000_000 == 0)
            {
                progress(Sequence);
            }
        }

        _commands.Sync();
    }

    /// <summary>The first order after the restart, as a command of a producer; its length in the buffer.</summary>
    public int NextOrder(byte[] buffer) => CommandCodec.Write(
        buffer, CommandType.NewOrder, Order(0, Side.Buy, -1, ++_lastIds[0]), 0, 0);

    public void Dispose()
    {
        _commands.Dispose();
        _events.Dispose();
    }

    private static AccountId Id(int account) =>
        new(Address.Parse($"0x{account + 1:x40}"), 0);

    private void Open(int liveOrders)
    {
        Apply(CommandType.ListAsset, BenchMarket.Asset);
        Apply(CommandType.CreateMarket, BenchMarket.Market);
        for (var account = 0; account < Accounts; account++)
        {
            Apply(CommandType.Deposit, BenchMarket.DepositFor(Id(account), (ulong)account + 1));
        }

        for (var order = 0; order < liveOrders; order++)
        {
            Place(order % Accounts, Side.Sell, 1 + (order % PriceLevels));
        }
    }

    /// <summary>Another account sells to the order that was just placed below all others.</summary>
    private void Trade(int account)
    {
        Place(account, Side.Buy, 0);
        Place((account + 1) % Accounts, Side.Sell, 0);
    }

    private ulong Place(int account, Side side, long priceTicks)
    {
        var id = ++_lastIds[account];
        Apply(CommandType.NewOrder, Order(account, side, priceTicks, id));
        return id;
    }

    private NewOrder Order(int account, Side side, long priceTicks, ulong id)
    {
        BinaryPrimitives.WriteInt64BigEndian(_hash, ++_orders);
        return new NewOrder
        {
            Order = BenchMarket.Order(Id(account), side, priceTicks, id),
            OrderHash = new Hash32(_hash),
            ClientOrderId = id,
            PriceTicks = priceTicks,
            QuantityLots = 1,
        };
    }

    private void Apply<TBody>(CommandType type, TBody body)
        where TBody : unmanaged
    {
        var command = _command.AsSpan(0, CommandCodec.Write(_command, type, in body, 0, 0));
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++Sequence;
        header.TimestampNs = _nowNs += StepNs;
        if (!_commands.Append(Sequence, command))
        {
            _commands.Sync();
            _commands.Append(Sequence, command);
        }

        var sink = new EventFrameWriter(_frame);
        _engine.Apply(command, ref sink);
        Refuse(sink.Frame);
        _events.Append(Sequence, sink.Frame);
    }

    private void Refuse(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            if (item.Type is EventType.OrderRejected or EventType.CommandRejected or EventType.CancelRejected)
            {
                throw new BenchException($"command {Sequence} of the generator was answered {Codes.Of(item.Type)}");
            }
        }
    }
}
