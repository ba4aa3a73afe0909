using System.Runtime.InteropServices;

namespace DexExtra.Messages.Text.Tests;

/// <summary>Every message shows, with every field: what is missing in a rendering is missing in an investigation.</summary>
public sealed class RenderingTests
{
    public static TheoryData<CommandType> CommandTypes => [.. Enum.GetValues<CommandType>()];

    public static TheoryData<EventType> EventTypes => [.. Enum.GetValues<EventType>()];

    [Theory]
    [MemberData(nameof(CommandTypes))]
    public void Every_command_shows_its_header_and_its_body(CommandType type)
    {
        var command = new byte[CommandCodec.LengthOf(type)];
        command.AsSpan(CommandHeader.SizeBytes).Fill(1);
        ref var header = ref CommandCodec.Header(command.AsSpan());
        header.Length = command.Length;
        header.Type = type;
        header.Version = CommandHeader.CurrentVersion;
        header.TimestampNs = 1_699_920_000_123_456_789;

        var json = CommandJson.Describe(7, command, PlainNames.Instance);

        Assert.Equal(
            ("7", type.ToString(), "2023-11-14T00:00:00.123456789Z"),
            (json["sequence"]!.ToString(), json["command"]!.ToString(), json["time"]!.ToString()));
        var body = typeof(CommandType).Assembly.GetType($"DexExtra.Messages.{type}");
        Assert.Equal(body is null ? 0 : ExpectedFields(body), json["body"]?.AsObject().Count ?? 0);
    }

    [Theory]
    [MemberData(nameof(EventTypes))]
    public void Every_event_shows_its_body(EventType type)
    {
        var frame = new byte[4_096];
        var header = new EventHeader { Length = 4_096 - EventFrameHeader.SizeBytes, Type = type };
        frame.AsSpan(EventFrameHeader.SizeBytes).Fill(1);
        MemoryMarshal.Write(frame.AsSpan(EventFrameHeader.SizeBytes), in header);

        var json = EventJson.Describe(frame, PlainNames.Instance).Single();

        Assert.Equal(type.ToString(), json["event"]!.ToString());
        Assert.True(json.Count > 1, $"{type} has no rendering");
    }

    [Fact]
    public void What_is_no_command_shows_as_its_bytes() =>
        Assert.Equal(
            """{"sequence": 3, "command": "MALFORMED", "bytes": "0102ff"}""",
            JsonText.Format(CommandJson.Describe(3, [1, 2, 255], PlainNames.Instance)));

    [Fact]
    public void Numbers_keep_all_their_digits()
    {
        var deposit = new Deposit { DepositId = ulong.MaxValue, Amount = long.MaxValue, ChainId = 1 };
        var json = JsonText.Format(MessageFields.ToJson(deposit, PlainNames.Instance));
        Assert.Contains("\"depositId\": 18446744073709551615", json, StringComparison.Ordinal);
        Assert.Contains("\"amount\": 9223372036854775807", json, StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_shows_owner_and_subaccount()
    {
        var account = new AccountId(Address.Parse("0x00000000000000000000000000000000000000aa"), 3);
        Assert.Equal("0x00000000000000000000000000000000000000aa/3", PlainNames.TextOf(in account));
    }

    private static int ExpectedFields(Type body) => body == typeof(SetFeeSchedule)
        ? 1 + FeeTiers.Capacity
        : MessageFields.Of(body).Length;
}
