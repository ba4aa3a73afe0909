using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>ENG-06: a command that is passed over takes its sequence and its time, and nothing else happens.</summary>
[Trait("rule", "ENG-06")]
public sealed class SkipTests
{
    [Fact]
    public void A_skip_is_answered_and_changes_nothing_but_sequence_and_time()
    {
        var (one, other) = (Start(), Start());
        var frame = Skip(one, Header(one, sequence: 2, timeNs: 2_000));
        Assert.Equal(
            [(CommandType.NewOrder, CommandRejectReason.SkippedByOperator, 2UL)],
            frame.Select(item => (item.CommandType, item.Reason, item.Reference)));
        Assert.Equal((2L, 2_000L), (one.View.Sequence, one.View.TimestampNs));

        Apply(other, Header(other, sequence: 2, timeNs: 2_000));
        Apply(one, Header(one, sequence: 3, timeNs: 3_000));
        Apply(other, Header(other, sequence: 3, timeNs: 3_000));
        Assert.Equal(one.StateHash(), other.StateHash());
        one.Audit();
    }

    [Fact]
    public void What_is_wrong_with_its_header_does_not_matter()
    {
        var engine = Start();
        Skip(engine, Header(engine, sequence: 77, timeNs: 1));
        Assert.Equal((2L, 1_000L), (engine.View.Sequence, engine.View.TimestampNs));
        Skip(engine, [1, 2, 3]);
        Assert.Equal((3L, 1_000L), (engine.View.Sequence, engine.View.TimestampNs));
    }

    private static Engine Start()
    {
        var engine = new Engine(new EngineOptions { MaxAccounts = 64, MaxOpenOrders = 64, MaxClientOrderIds = 64 });
        Apply(engine, Header(engine, sequence: 1, timeNs: 1_000));
        return engine;
    }

    /// <summary>A tick where it is applied; as an order it would be malformed.</summary>
    private static byte[] Header(Engine engine, long sequence, long timeNs)
    {
        var command = new byte[CommandHeader.SizeBytes];
        ref var header = ref CommandCodec.Header(command.AsSpan());
        header.Length = command.Length;
        header.Type = engine.View.Sequence == 0 || sequence == 3 ? CommandType.Tick : CommandType.NewOrder;
        header.Version = CommandHeader.CurrentVersion;
        header.Sequence = sequence;
        header.TimestampNs = timeNs;
        return command;
    }

    private static void Apply(Engine engine, byte[] command)
    {
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        engine.Apply(command, ref sink);
    }

    private static List<CommandRejected> Skip(Engine engine, byte[] command)
    {
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        engine.Skip(engine.View.Sequence + 1, command, ref sink);
        List<CommandRejected> rejected = [];
        foreach (var item in new EventFrame(sink.Frame))
        {
            rejected.Add(item.Body<CommandRejected>());
        }

        return rejected;
    }
}
