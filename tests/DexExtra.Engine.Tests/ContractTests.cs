using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>What the engine demands of the sequencer, and the one frame it owes for every command.</summary>
public sealed class ContractTests
{
    [Fact]
    public void Every_command_gets_one_frame_that_echoes_its_header()
    {
        var venue = Venue.Open();
        Assert.Empty(venue.Tick());

        ref readonly var frame = ref new EventFrame(venue.LastFrame).Header;
        Assert.Equal(7, frame.Sequence);
        Assert.Equal(venue.NowNs, frame.TimestampNs);
        Assert.Equal(CommandType.Tick, frame.CommandType);
        Assert.Equal(0, frame.EventCount);
        Assert.Equal(EventFrameHeader.SizeBytes, venue.LastFrame.Length);
    }

    [Fact]
    public void A_command_of_unknown_type_version_or_length_is_answered()
    {
        var venue = Venue.Open();
        var bytes = new byte[CommandHeader.SizeBytes];
        ref var header = ref CommandCodec.Header(bytes.AsSpan());
        header = new CommandHeader { Length = bytes.Length, Version = 1, Type = (CommandType)99 };
        Assert.Equal(["99 99 rejected UNKNOWN_COMMAND"], venue.ApplyBytes(bytes));

        header = new CommandHeader { Length = bytes.Length, Version = 2, Type = CommandType.Tick };
        Assert.Equal(["Tick 7 rejected UNKNOWN_COMMAND"], venue.ApplyBytes(bytes));
        header = new CommandHeader { Length = bytes.Length, Version = 1, Type = CommandType.NewOrder };
        Assert.Equal(["NewOrder 1 rejected UNKNOWN_COMMAND"], venue.ApplyBytes(bytes));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(1, -1)]
    [Trait("rule", "G1")]
    public void A_gap_in_the_sequence_or_a_clock_that_runs_back_halts(long sequenceStep, long timeStepNs)
    {
        var engine = new Engine(Venue.SmallOptions);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        engine.Apply(Tick(1, Venue.StartNs), ref sink);

        Assert.Throws<InvariantViolationException>(
            () => engine.Apply(Tick(1 + sequenceStep, Venue.StartNs + timeStepNs), ref sink));
    }

    [Fact]
    public void Less_than_a_header_halts()
    {
        var engine = new Engine(Venue.SmallOptions);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);

        Assert.Throws<InvariantViolationException>(() => engine.Apply(Tick(1, 1).AsSpan(1), ref sink));
    }

    private static byte[] Tick(long sequence, long timestampNs)
    {
        var bytes = new byte[CommandHeader.SizeBytes];
        CommandCodec.Header(bytes.AsSpan()) = new CommandHeader
        {
            Length = bytes.Length,
            Version = CommandHeader.CurrentVersion,
            Type = CommandType.Tick,
            Sequence = sequence,
            TimestampNs = timestampNs,
        };
        return bytes;
    }
}
