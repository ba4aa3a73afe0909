using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Bench.Core;

/// <summary>
/// Turns the records of a workload into commands, as the sequencer hands them to the engine: stamped, one behind the
/// other in a buffer that stays in the cache. A replacement becomes a cancel and a new order, which is what it means.
/// Buyers and sellers are different owners, so that no trade is prevented.
/// </summary>
internal sealed class CommandFeed(WorkloadRecord[] records)
{
    /// <summary>Records per batch.</summary>
    public const int BatchRecords = 256;

    private const int OwnersPerSide = 512;
    private const int MaxBatchBytes = BatchRecords
        * (CommandHeader.SizeBytes + NewOrder.SizeBytes + CommandHeader.SizeBytes + CancelOrder.SizeBytes);

    private const long StartNs = 1_700_000_000L * Limits.NsPerSecond;
    private const long StepNs = 1_000;
    private const ulong DaySeconds = 86_400;

    private readonly byte[] _batch = new byte[MaxBatchBytes];
    private readonly Dictionary<long, OpenOrder> _open = new(records.Length);
    private readonly long[] _recordIds = new long[(2 * records.Length) + FirstSequence + (2 * OwnersPerSide) + 2];
    private readonly ulong[] _nonces = new ulong[2 * OwnersPerSide];
    private int _length;

    private const int FirstSequence = 1;

    /// <summary>Commands so far.</summary>
    public long Sequence { get; private set; }

    public ReadOnlySpan<byte> Batch => _batch.AsSpan(0, _length);

    /// <summary>The record behind an order id.</summary>
    public long RecordId(long orderId) => _recordIds[orderId];

    /// <summary>The market, and money for every account; one command at a time.</summary>
    public void Prepare(long floorTicks, long capTicks, Action<ReadOnlySpan<byte>> apply)
    {
        Send(CommandType.ListAsset, BenchMarket.Asset);
        var market = BenchMarket.Market;
        market.FloorTicks = floorTicks;
        market.CapTicks = capTicks;
        Send(CommandType.CreateMarket, market);
        for (var owner = 0; owner < 2 * OwnersPerSide; owner++)
        {
            Send(CommandType.Deposit, BenchMarket.DepositFor(Account(owner), (ulong)owner + 1));
        }

        void Send<TBody>(CommandType type, TBody body)
            where TBody : unmanaged
        {
            _length = 0;
            Append(type, in body);
            apply(Batch);
        }
    }

    /// <summary>Encodes the records from one index up to another.</summary>
    public void Encode(int from, int to)
    {
        _length = 0;
        for (var index = from; index < to; index++)
        {
            ref readonly var record = ref records[index];
            var side = record.Side;
            if (record.Op is WorkloadOp.Cancel or WorkloadOp.Replace)
            {
                side = AppendCancel(record.Id);
            }

            if (record.Op != WorkloadOp.Cancel)
            {
                AppendOrder(in record, side);
            }
        }
    }

    private void AppendOrder(in WorkloadRecord record, Side side)
    {
        var owner = OwnerOf(record.Id, side);
        var order = BenchMarket.Order(Account(owner), side, record.PriceTicks, ++_nonces[owner]);
        order.Quantity = (UInt128)(record.QuantityLots * (Int128)FixedPoint.One);
        order.TimeInForce = record.Op == WorkloadOp.Immediate
            ? TimeInForce.ImmediateOrCancel
            : TimeInForce.GoodTillCancel;
        order.ExpirySeconds = (StartNs / Limits.NsPerSecond) + DaySeconds + ((ulong)record.Id % DaySeconds);
        var id = Sequence + 1;
        _recordIds[id] = record.Id;
        _open[record.Id] = new OpenOrder(id, side);
        var body = new NewOrder
        {
            Order = order,
            ClientOrderId = (ulong)id,
            PriceTicks = record.PriceTicks,
            QuantityLots = record.QuantityLots,
        };
        MemoryMarshal.Write(MemoryMarshal.AsBytes(new Span<Hash32>(ref body.OrderHash)), in id);
        Append(CommandType.NewOrder, in body);
    }

    private Side AppendCancel(long recordId)
    {
        if (!_open.Remove(recordId, out var open))
        {
            throw new BenchException($"order {recordId} is not open");
        }

        var body = new CancelOrder
        {
            Account = Account(OwnerOf(recordId, open.Side)),
            ClientOrderId = (ulong)recordId,
            OrderId = open.OrderId,
        };
        Append(CommandType.CancelOrder, in body);
        return open.Side;
    }

    private void Append<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        var destination = _batch.AsSpan(_length);
        _length += CommandCodec.Write(destination, type, in body, 0, 0);
        ref var header = ref CommandCodec.Header(destination);
        header.Sequence = ++Sequence;
        header.TimestampNs = StartNs + (Sequence * StepNs);
    }

    private static int OwnerOf(long recordId, Side side) =>
        (int)(recordId % OwnersPerSide) + (side == Side.Buy ? 0 : OwnersPerSide);

    private static AccountId Account(int owner)
    {
        var address = default(Address);
        MemoryMarshal.AsBytes(new Span<Address>(ref address))[^1] = (byte)owner;
        MemoryMarshal.AsBytes(new Span<Address>(ref address))[^2] = (byte)((owner >> 8) + 1);
        return new AccountId(address, 0);
    }

    private readonly record struct OpenOrder(long OrderId, Side Side);
}
