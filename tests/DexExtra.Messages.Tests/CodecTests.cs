namespace DexExtra.Messages.Tests;

public sealed class CodecTests
{
    [Fact]
    public void A_written_command_reads_back()
    {
        var buffer = new byte[Limits.MaxCommandBytes];
        var body = new CancelOrder { ClientOrderId = 7, OrigClientOrderId = 6, OrderId = 5 };
        var length = CommandCodec.Write(buffer, CommandType.CancelOrder, in body, 99, 1);
        ReadOnlySpan<byte> command = buffer.AsSpan(0, length);

        Assert.True(CommandCodec.IsWellFormed(command));
        Assert.Equal(99UL, CommandCodec.Header(command).CorrelationId);
        Assert.Equal(6UL, CommandCodec.Body<CancelOrder>(command).OrigClientOrderId);
    }

    [Fact]
    public void A_command_of_any_other_length_type_or_version_is_refused()
    {
        var buffer = new byte[Limits.MaxCommandBytes];
        var length = CommandCodec.Write(buffer, CommandType.CancelOrder, default(CancelOrder), 1, 1);

        for (var cut = 0; cut < length; cut++)
        {
            Assert.False(CommandCodec.IsWellFormed(buffer.AsSpan(0, cut)));
        }

        Assert.False(CommandCodec.IsWellFormed(buffer.AsSpan(0, length + 8)));
        CommandCodec.Header(buffer.AsSpan()).Version++;
        Assert.False(CommandCodec.IsWellFormed(buffer.AsSpan(0, length)));
        CommandCodec.Header(buffer.AsSpan()).Version--;
        CommandCodec.Header(buffer.AsSpan()).Type = (CommandType)999;
        Assert.False(CommandCodec.IsWellFormed(buffer.AsSpan(0, length)));
    }

    [Fact]
    public void A_frame_yields_its_events_in_order()
    {
        var writer = new EventFrameWriter(new byte[4096]);
        writer.Begin(new CommandHeader { Sequence = 3, Type = CommandType.NewOrder });
        writer.Append(EventType.LevelChanged, new LevelChanged { PriceTicks = -5 });
        writer.Append(EventType.CommandRejected, new CommandRejected { Reference = 8 });
        writer.End();

        var frame = new EventFrame(writer.Frame);
        Assert.Equal(3, frame.Header.Sequence);
        Assert.Equal(2, frame.Header.EventCount);
        var seen = new List<string>();
        foreach (var item in frame)
        {
            seen.Add(item.Type switch
            {
                EventType.LevelChanged => $"{item.Index} level {item.Body<LevelChanged>().PriceTicks}",
                EventType.CommandRejected => $"{item.Index} reject {item.Body<CommandRejected>().Reference}",
                _ => "other",
            });
        }

        Assert.Equal(["0 level -5", "1 reject 8"], seen);
    }

    [Fact]
    public void An_event_that_is_filled_in_place_has_the_bytes_of_one_that_is_copied()
    {
        var level = new LevelChanged { PriceTicks = -5, QuantityLots = 3, MarketId = 9 };
        var copied = new EventFrameWriter(new byte[256]);
        copied.Begin(new CommandHeader { Sequence = 1, Type = CommandType.Tick });
        copied.Append(EventType.LevelChanged, in level);
        copied.End();

        // what was in the buffer before stays nowhere
        var buffer = new byte[256];
        buffer.AsSpan().Fill(0xEE);
        var inPlace = new EventFrameWriter(buffer);
        inPlace.Begin(new CommandHeader { Sequence = 1, Type = CommandType.Tick });
        ref var body = ref inPlace.Add<LevelChanged>(EventType.LevelChanged);
        (body.PriceTicks, body.QuantityLots, body.MarketId) = (-5, 3, 9);
        inPlace.End();

        Assert.Equal(copied.Frame.ToArray(), inPlace.Frame.ToArray());
    }

    [Fact]
    public void An_empty_frame_has_no_events()
    {
        var writer = new EventFrameWriter(new byte[256]);
        writer.Begin(new CommandHeader { Sequence = 1, Type = CommandType.Tick });
        writer.End();

        Assert.Equal(EventFrameHeader.SizeBytes, writer.Frame.Length);
        Assert.False(new EventFrame(writer.Frame).GetEnumerator().MoveNext());
    }
}
