using System.Buffers.Binary;
using System.Diagnostics;
using DexExtra.Messages;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// The engine alone on one thread, every gate, hold, fee, position and event included, no journal and no network:
/// the ceiling that the pipeline cannot exceed. Every second order crosses the one before it.
/// </summary>
internal static class EngineOnly
{
    private const int Rounds = 5;

    public static Report Run(Arguments arguments)
    {
        var count = arguments.Number("--orders", 500_000);
        var report = new Report($"engine, {count} orders, median of {Rounds} rounds");
        report.Begin();
        var commands = Prepare(count);
        var frame = new byte[Limits.MaxEventFrameBytes];
        var nsPerOrder = new double[Rounds];
        var fewestBytes = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var (ns, bytes) = Apply(commands, frame);
            nsPerOrder[round] = ns / count;
            fewestBytes = Math.Min(fewestBytes, bytes);
        }

        Array.Sort(nsPerOrder);
        var median = nsPerOrder[Rounds / 2];
        report.Add("per order", median, "ns");
        report.Add("orders", 1e9 / median, "orders/s");
        report.Add("matches", 0.5e9 / median, "matches/s");
        report.Add("allocated per round", fewestBytes, "bytes");
        return report;
    }

    /// <summary>Nanoseconds and allocated bytes for all orders. Early rounds load types, which allocates.</summary>
    private static (double Ns, long Bytes) Apply(List<byte[]> commands, byte[] frame)
    {
        var engine = new Engine.Engine(new Engine.EngineOptions());
        const int Setup = 4;
        for (var index = 0; index < Setup; index++)
        {
            var sink = new EventFrameWriter(frame);
            engine.Apply(commands[index], ref sink);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var index = Setup; index < commands.Count; index++)
        {
            var sink = new EventFrameWriter(frame);
            engine.Apply(commands[index], ref sink);
        }

        var tookNs = Stopwatch.GetElapsedTime(started).TotalMicroseconds * 1000;
        return (tookNs, GC.GetAllocatedBytesForCurrentThread() - allocated);
    }

    private static List<byte[]> Prepare(int count)
    {
        var seller = new AccountId(Address.Parse("0x0000000000000000000000000000000000000001"), 0);
        var buyer = new AccountId(Address.Parse("0x0000000000000000000000000000000000000002"), 0);
        var commands = new List<byte[]>(count + 4);
        var hash = new byte[Hash32.SizeBytes];
        Add(CommandType.ListAsset, BenchMarket.Asset);
        Add(CommandType.CreateMarket, BenchMarket.Market);
        Add(CommandType.Deposit, BenchMarket.DepositFor(seller, 1));
        Add(CommandType.Deposit, BenchMarket.DepositFor(buyer, 2));
        for (var index = 0; index < count; index++)
        {
            var id = (ulong)(index / 2) + 1;
            var price = index / 2 % 100;
            var order = index % 2 == 0
                ? BenchMarket.Order(seller, Side.Sell, price, id)
                : BenchMarket.Order(buyer, Side.Buy, price, id);
            BinaryPrimitives.WriteInt32BigEndian(hash, index + 1);
            Add(CommandType.NewOrder, new NewOrder
            {
                Order = order,
                OrderHash = new Hash32(hash),
                ClientOrderId = id,
                PriceTicks = price,
                QuantityLots = 1,
            });
        }

        return commands;

        void Add<TBody>(CommandType type, TBody body)
            where TBody : unmanaged
        {
            var command = new byte[CommandCodec.LengthOf(type)];
            CommandCodec.Write(command, type, in body, 0, 0);
            ref var header = ref CommandCodec.Header(command.AsSpan());
            header.Sequence = commands.Count + 1;
            header.TimestampNs = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000_000;
            commands.Add(command);
        }
    }
}
