using DexExtra.Gateway.Tests.Support;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;
using DexExtra.Transport;

namespace DexExtra.Gateway.Tests.Sessions;

/// <summary>
/// ENG-06: who sent a command that an operator had the venue pass over is told so. The gateway stands alone: the test
/// takes its commands from the stream and writes the frames that the engine would have written.
/// </summary>
[Trait("rule", "ENG-06")]
public sealed class SkippedCommandTests : IAsyncLifetime
{
    private const uint SourceId = 1;

    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-skipped-").FullName;
    private VenueSection _section = null!;
    private EventLogWriter _events = null!;
    private RunningGateway _gateway = null!;
    private SharedMemorySubscription _stream = null!;
    private readonly PrivateKey _admin = PrivateKey.Generate();
    private long _sequence;

    public async ValueTask InitializeAsync()
    {
        _section = new VenueSection
        {
            Name = "skipped",
            DataFolder = Path.Combine(_folder, "data"),
            RunFolder = Path.Combine(_folder, "run"),
        };
        _events = EventLogWriter.Open(_section.EventsFolder, new EventLogOptions { PrepareInBackground = false });
        _gateway = await RunningGateway.StartAsync(_section, Section(), TimeProvider.System);
        _stream = SharedMemorySubscription.Open(Path.Combine(_section.StreamsFolder, "1.stream"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _stream.Dispose();
        _events.Dispose();
        _admin.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_session_is_told_with_the_stable_code()
    {
        var trader = new Trader();
        using var session = await RawSession.ConnectAsync(_gateway.OrderEntry);
        session.LogIn(trader);
        session.Send(new OrderCancelRequest { ClientOrderId = 41, OrigClientOrderId = 7 });
        var passedOver = await TakeAsync();
        session.Send(new OrderCancelRequest { ClientOrderId = 42, OrigClientOrderId = 7 });
        var answered = await TakeAsync();

        Skip(passedOver);
        var reject = session.Receive<BusinessReject>();
        Assert.Equal(
            (41UL, Template.OrderCancelRequest, RejectReason.SkippedByOperator, 0U),
            (reject.RefClientOrderId, reject.RefTemplate, reject.Reason, reject.RetryAfterMs));
        Assert.Equal("SKIPPED_BY_OPERATOR", reject.Text.ToString());
        Assert.Equal("SKIPPED_BY_OPERATOR", Codes.Of(reject.Reason));
        Assert.Equal(10, (int)reject.Reason);

        // a frame with another answer, or of another source, tells nothing
        Append(answered, frame => frame.Add(EventType.CancelRejected, new CancelRejected
        {
            Account = trader.Account,
            ClientOrderId = 42,
            Reason = CancelRejectReason.UnknownOrder,
        }));
        Assert.NotEqual(Template.BusinessReject, TemplateOf(session.ReceiveFrame()));
    }

    [Fact]
    public async Task The_frame_of_another_gateway_s_command_tells_nobody()
    {
        var trader = new Trader();
        using var session = await RawSession.ConnectAsync(_gateway.OrderEntry);
        session.LogIn(trader);
        session.Send(new OrderCancelRequest { ClientOrderId = 41, OrigClientOrderId = 7 });
        var own = await TakeAsync();

        var foreign = own;
        foreign.SourceId = SourceId + 1;
        Skip(foreign);
        session.Send(new OrderCancelRequest { ClientOrderId = 43 }); // names no order: refused by the gateway
        Assert.Equal(43UL, session.Receive<BusinessReject>().RefClientOrderId);
        Skip(own);
        Assert.Equal(41UL, session.Receive<BusinessReject>().RefClientOrderId);
    }

    [Fact]
    public async Task Over_rest_it_is_a_problem_with_the_same_code()
    {
        var answering = _gateway.Rest.PostAsync(
            "/v1/admin/assets", RestClient.AssetBody(_admin, 1, 6, Address.Parse($"0x{7:x40}"), "USDC"));
        Skip(await TakeAsync());
        (await answering).Refused(422, "SKIPPED_BY_OPERATOR");
    }

    [Fact]
    public async Task A_gateway_leaves_its_cursor_where_it_stopped_reading()
    {
        Append(default, frame => frame);
        Append(default, frame => frame);
        while (!(await _gateway.Rest.GetTextAsync("/health")).Contains("\"sequence\":2", StringComparison.Ordinal))
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await _gateway.DisposeAsync();
        Assert.Equal(
            new FollowerCursor("gateway", 2, 2),
            CursorFolder.Read(FileStorage.Instance, _section.CursorsFolder, "gateway"));
        _gateway = await RunningGateway.StartAsync(_section, Section(), TimeProvider.System);
    }

    private GatewaySection Section() => new()
    {
        SourceId = SourceId,
        HttpPort = 0,
        OrderEntryPort = 0,
        ChainId = Venue.ChainId,
        ExchangeAddress = "0x5fbdb2315678afecb367f032d93f642f64180aa3",
        AdminAddress = _admin.Address.ToString(),
    };

    private static Template TemplateOf(byte[] frame)
    {
        Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
        return template;
    }

    private async Task<CommandHeader> TakeAsync()
    {
        var handler = new Taker([]);
        while (handler.Headers.Count == 0)
        {
            _stream.Poll(ref handler, 1);
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        var header = handler.Headers[0];
        header.SourceId = SourceId;
        return header;
    }

    private void Skip(CommandHeader command) => Append(command, frame => frame.Add(
        EventType.CommandRejected,
        new CommandRejected { CommandType = command.Type, Reason = CommandRejectReason.SkippedByOperator }));

    private void Append(CommandHeader command, Func<TestFrame, TestFrame> fill)
    {
        command.Sequence = ++_sequence;
        command.TimestampNs = 1_000 + _sequence;
        _events.Append(_sequence, fill(new TestFrame(command)).Bytes);
        using var doorbell = Doorbell.Open(_section.EventsDoorbell);
        doorbell.RingAlways();
    }

    private readonly struct Taker(List<CommandHeader> headers) : IFragmentHandler
    {
        public List<CommandHeader> Headers => headers;

        public void OnFragment(ReadOnlySpan<byte> fragment, long position) => headers.Add(CommandCodec.Header(fragment));
    }
}
