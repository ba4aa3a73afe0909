using System.Net.Sockets;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Protocol;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Tests.Sessions;

// NET-03 on real sockets: the table of SessionRules, and what only the gateway can know
public sealed class SessionAbuseTests(Venue venue)
{
    [Fact]
    public async Task Business_before_login_is_a_protocol_error()
    {
        var trader = new Trader();
        var order = new NewOrderSingle { ClientOrderId = 1, Order = trader.Buy(1, 1, 1), ChainId = Venue.ChainId };
        using var session = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        session.Send(order);
        Terminated(session, TerminateReason.ProtocolError);

        using var negotiated = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        negotiated.Negotiate(trader);
        negotiated.Receive<NegotiationResponse>();
        negotiated.Send(order);
        Terminated(negotiated, TerminateReason.ProtocolError);
    }

    [Fact]
    public async Task A_login_for_another_connection_is_refused()
    {
        var trader = new Trader();
        using var first = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        using var second = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        first.Negotiate(trader);
        second.Negotiate(trader);
        var stolen = first.Receive<NegotiationResponse>().Challenge;
        second.Receive<NegotiationResponse>();

        second.Establish(trader, stolen);

        Refused(second, EstablishmentRejectReason.InvalidSignature);
    }

    [Theory]
    [InlineData("signer", EstablishmentRejectReason.InvalidSignature)]
    [InlineData("session", EstablishmentRejectReason.WrongSession)]
    [InlineData("expired", EstablishmentRejectReason.Expired)]
    [InlineData("fast", EstablishmentRejectReason.InvalidKeepAlive)]
    [InlineData("slow", EstablishmentRejectReason.InvalidKeepAlive)]
    [InlineData("ahead", EstablishmentRejectReason.InvalidNextSeqNo)]
    public async Task A_wrong_login_is_refused(string mistake, EstablishmentRejectReason reason)
    {
        var (trader, thief) = (new Trader(), new Trader());
        using var session = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        session.Negotiate(trader);
        var challenge = session.Receive<NegotiationResponse>().Challenge;
        var login = mistake switch
        {
            "signer" => session.Login(thief, challenge),
            "expired" => session.Login(trader, challenge, expirySeconds: 1),
            "fast" => session.Login(trader, challenge, WireLimits.MinKeepAliveMs - 1),
            "slow" => session.Login(trader, challenge, WireLimits.MaxKeepAliveMs + 1),
            _ => session.Login(trader, challenge),
        };
        login.SessionId = mistake == "session" ? SessionId.NewRandom() : login.SessionId;
        login.NextSeqNo = mistake == "ahead" ? 2UL : 0;

        session.Send(login);

        Refused(session, reason);
    }

    [Fact]
    public async Task Nobody_negotiates_twice_or_for_nobody()
    {
        var trader = new Trader();
        using var twice = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        twice.Negotiate(trader);
        twice.Receive<NegotiationResponse>();
        twice.Negotiate(trader);
        Assert.Equal(NegotiationRejectReason.AlreadyNegotiated, twice.Receive<NegotiationReject>().Reason);
        Assert.Empty(twice.ReceiveFrame());

        using var nobody = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        nobody.Send(new Negotiate { SessionId = nobody.SessionId });
        Assert.Equal(NegotiationRejectReason.InvalidAccount, nobody.Receive<NegotiationReject>().Reason);
        Assert.Empty(nobody.ReceiveFrame());
    }

    // NET-01: bytes that are no frame, frames that are too long
    [Fact]
    public async Task Garbage_ends_the_connection_with_a_reason()
    {
        const int Seed = 20_260_731;
        var random = new Random(Seed);
        for (var round = 0; round < 20; round++)
        {
            using var session = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
            var garbage = new byte[64];
            random.NextBytes(garbage);
            garbage[0] = round % 2 == 0 ? (byte)0x7F : (byte)0;
            garbage[4] = 0;
            session.SendBytes(garbage);
            Terminated(session, TerminateReason.Malformed);
        }
    }

    [Fact]
    public async Task Only_what_was_sent_is_sent_again()
    {
        var trader = await venue.CreateTraderAsync();
        using var session = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        Assert.Equal(2UL, session.LogIn(trader).NextSeqNo);

        Assert.Equal(RetransmitRejectReason.OutOfRange, Retransmit(session, 2, 1));
        Assert.Equal(RetransmitRejectReason.OutOfRange, Retransmit(session, 0, 1));
        Assert.Equal(RetransmitRejectReason.OutOfRange, Retransmit(session, 1, 0));
        Assert.Equal(RetransmitRejectReason.TooMany, Retransmit(session, 1, WireLimits.MaxRetransmitCount + 1));
        session.Send(new RetransmitRequest { SessionId = SessionId.NewRandom(), FromSeqNo = 1, Count = 1 });
        Assert.Equal(RetransmitRejectReason.WrongSession, session.Receive<RetransmitReject>().Reason);
        session.Send(new RetransmitRequest { SessionId = session.SessionId, FromSeqNo = 1, Count = 10 });
        Assert.Equal(1U, session.Receive<Retransmission>().Count);
        var deposit = session.Receive<DepositReport>();
        Assert.Equal((1UL, 1), (deposit.SeqNo, deposit.PossResend));
    }

    [Fact]
    public async Task A_clean_goodbye_is_answered()
    {
        using var session = await RawSession.ConnectAsync(venue.Gateway.OrderEntry);
        session.LogIn(new Trader());

        session.Send(new Terminate { SessionId = session.SessionId, Reason = TerminateReason.Finished });

        Terminated(session, TerminateReason.Finished);
    }

    // NET-06, NET-07: unfinished logins and silent peers, by manual time
    [Fact]
    public async Task Silence_is_ended_by_the_heartbeat()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        using var unfinished = await RawSession.ConnectAsync(gateway.OrderEntry);
        unfinished.Negotiate(new Trader());
        unfinished.Receive<NegotiationResponse>();
        using var silent = await RawSession.ConnectAsync(gateway.OrderEntry);
        silent.LogIn(new Trader(), keepAliveMs: 4_000);

        await MoveAsync(time, 5_000);
        Assert.Equal(1UL, silent.Receive<Sequence>().NextSeqNo);
        await MoveAsync(time, GatewayLimits.EstablishTimeoutMs);

        Assert.Equal(TerminateReason.LoginTimeout, unfinished.Receive<Terminate>().Reason);
        Assert.Equal(TerminateReason.KeepAliveLapsed, LastWords(silent).Reason);
    }

    [Fact]
    public async Task Connections_beyond_the_caps_are_refused()
    {
        var trader = new Trader();
        await using var gateway = await venue.StartGatewayAsync(
            new GatewayLimits { MaxSessions = 3, MaxSessionsPerAccount = 1 });
        using var first = await RawSession.ConnectAsync(gateway.OrderEntry);
        first.LogIn(trader);
        using (var second = await RawSession.ConnectAsync(gateway.OrderEntry))
        {
            second.Negotiate(trader);
            second.Establish(trader, second.Receive<NegotiationResponse>().Challenge);
            Refused(second, EstablishmentRejectReason.Overloaded);
        }

        using var third = await RawSession.ConnectAsync(gateway.OrderEntry);
        third.LogIn(new Trader());
        using var fourth = await RawSession.ConnectAsync(gateway.OrderEntry);
        fourth.LogIn(new Trader());
        using var fifth = await RawSession.ConnectAsync(gateway.OrderEntry);
        Assert.Empty(ReceiveOrReset(fifth));
    }

    // NET-05: who does not read is cut off; the flow can be resumed
    [Fact]
    public async Task A_session_that_does_not_read_is_closed_and_can_resume()
    {
        const int Orders = 3_000;
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        using var deaf = await RawSession.ConnectAsync(gateway.OrderEntry, receiveBufferBytes: 4_096);
        deaf.LogIn(trader, WireLimits.MaxKeepAliveMs);
        var all = new RecordingHandler();
        await using var client = await venue.Gateway.ConnectAsync(trader, all, nextSeqNo: 0);
        await SendAsync(client, trader, market, Orders, all);

        await MoveAsync(time, GatewayLimits.SlowSendMs + 1_000);

        var resumed = new RecordingHandler();
        await using var again = await gateway.ConnectAsync(trader, resumed, nextSeqNo: 2);
        await resumed.TakeAsync(Orders);
        Assert.Equal(all.SeqNos, resumed.SeqNos);
        Assert.True(CountUntilClosed(deaf) < Orders);
    }

    private static async Task SendAsync(
        Client.OrderEntryClient client, Trader trader, uint market, int orders, RecordingHandler handler)
    {
        for (var sent = 0; sent < orders;)
        {
            for (var burst = 0; burst < 500; burst++, sent++)
            {
                client.SendNewOrder(trader.Buy(market, 1, 1), (ulong)(sent + 1));
            }

            await handler.TakeAsync(500);
        }
    }

    /// <summary>Small steps with a breath between them, so that the heartbeat's task sees each.</summary>
    private static async Task MoveAsync(ManualTime time, int totalMs)
    {
        for (var movedMs = 0; movedMs < totalMs + 500; movedMs += GatewayLimits.SessionHeartbeatMs)
        {
            time.Advance(TimeSpan.FromMilliseconds(GatewayLimits.SessionHeartbeatMs));
            await Task.Delay(5);
        }
    }

    private static RetransmitRejectReason Retransmit(RawSession session, ulong from, uint count)
    {
        session.Send(new RetransmitRequest { SessionId = session.SessionId, FromSeqNo = from, Count = count });
        return session.Receive<RetransmitReject>().Reason;
    }

    private static void Terminated(RawSession session, TerminateReason reason)
    {
        Assert.Equal(reason, session.Receive<Terminate>().Reason);
        Assert.Empty(session.ReceiveFrame());
    }

    private static void Refused(RawSession session, EstablishmentRejectReason reason)
    {
        Assert.Equal(reason, session.Receive<EstablishmentReject>().Reason);
        Assert.Empty(session.ReceiveFrame());
    }

    /// <summary>Skips heartbeats.</summary>
    private static Terminate LastWords(RawSession session)
    {
        while (true)
        {
            var frame = session.ReceiveFrame();
            Assert.NotEmpty(frame);
            Assert.Equal(DecodeResult.Ok, Frame.Decode(frame, out var template));
            if (template == Template.Terminate)
            {
                return Frame.Body<Terminate>(frame);
            }
        }
    }

    private static byte[] ReceiveOrReset(RawSession session)
    {
        try
        {
            return session.ReceiveFrame();
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private static int CountUntilClosed(RawSession session)
    {
        var count = 0;
        while (ReceiveOrReset(session).Length > 0)
        {
            count++;
        }

        return count;
    }
}
