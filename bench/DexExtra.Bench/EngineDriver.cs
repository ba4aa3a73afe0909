using System.Buffers.Binary;
using System.Diagnostics;
using DexExtra.Engine;
using DexExtra.Engine.Inspection;
using DexExtra.Messages;

namespace DexExtra.Bench;

/// <summary>An engine alone, fed command by command in engine time, with the longest time one command took.</summary>
internal sealed class EngineDriver
{
    private readonly Engine.Engine _engine;
    private readonly byte[] _frame = new byte[Limits.MaxEventFrameBytes];
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private readonly byte[] _hash = new byte[Hash32.SizeBytes];
    private long _nowNs = 1_700_000_000L * Limits.NsPerSecond;
    private long _sequence;
    private int _lastHash;

    public EngineDriver(EngineOptions options)
    {
        _engine = new Engine.Engine(options);
        Apply(CommandType.ListAsset, BenchMarket.Asset);
        Apply(CommandType.CreateMarket, BenchMarket.Market);
    }

    public EngineView View => _engine.View;

    /// <summary>Longest command since <see cref="ResetLongest"/>.</summary>
    public TimeSpan Longest { get; private set; }

    public int Commands { get; private set; }

    public ulong NowSeconds => (ulong)(_nowNs / Limits.NsPerSecond);

    public void ResetLongest() => (Longest, Commands) = (TimeSpan.Zero, 0);

    public void Pass(TimeSpan time) => _nowNs += time.Ticks * TimeSpan.NanosecondsPerTick;

    public void Order(SignedOrder order, ulong clientOrderId)
    {
        BinaryPrimitives.WriteInt32BigEndian(_hash, ++_lastHash);
        Apply(CommandType.NewOrder, new NewOrder
        {
            Order = order,
            OrderHash = new Hash32(_hash),
            ClientOrderId = clientOrderId,
            PriceTicks = (long)(order.LimitPrice / FixedPoint.One),
            QuantityLots = (long)((Int128)order.Quantity / FixedPoint.One),
        });
    }

    public void Apply<TBody>(CommandType type, TBody body)
        where TBody : unmanaged => Run(CommandCodec.Write(_command, type, in body, 0, 0));

    public void Tick()
    {
        _command.AsSpan(0, CommandHeader.SizeBytes).Clear();
        ref var header = ref CommandCodec.Header(_command.AsSpan());
        header.Length = CommandHeader.SizeBytes;
        header.Type = CommandType.Tick;
        header.Version = CommandHeader.CurrentVersion;
        Run(CommandHeader.SizeBytes);
    }

    private void Run(int length)
    {
        var command = _command.AsSpan(0, length);
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++_sequence;
        header.TimestampNs = _nowNs;
        var sink = new EventFrameWriter(_frame);
        var started = Stopwatch.GetTimestamp();
        _engine.Apply(command, ref sink);
        var took = Stopwatch.GetElapsedTime(started);
        Longest = took > Longest ? took : Longest;
        Commands++;
    }
}
