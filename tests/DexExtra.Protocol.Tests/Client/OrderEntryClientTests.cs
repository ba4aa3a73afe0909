using System.Net;
using System.Net.Sockets;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;

namespace DexExtra.Protocol.Tests.Client;

/// <summary>The client over real sockets: login, flow, gaps, and every way a session ends (C8).</summary>
public sealed class OrderEntryClientTests
{
    private const int Seed = 55;

    private readonly RecordingHandler _handler = new();

    [Fact]
    public async Task Orders_and_cancels_arrive_exactly_as_encoded()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue);
        Assert.True(client.SendNewOrder(Examples.Order, 1001));
        Assert.Equal(Examples.NewOrder(1001), await venue.NextAsync(Template.NewOrderSingle));
        Assert.True(client.SendCancel(1002, 1001, 0));
        var cancel = Frame.Body<OrderCancelRequest>(await venue.NextAsync(Template.OrderCancelRequest));
        Assert.Equal((1002UL, 1001UL, 0L), (cancel.ClientOrderId, cancel.OrigClientOrderId, cancel.OrderId));

        byte[] several = [.. Examples.NewOrder(1), .. Examples.NewOrder(2)];
        Assert.True(client.Send(several));
        Assert.Equal(Examples.NewOrder(1), await venue.NextAsync(Template.NewOrderSingle));
        Assert.Equal(Examples.NewOrder(2), await venue.NextAsync(Template.NewOrderSingle));
    }

    [Fact]
    public async Task Sending_presigned_orders_allocates_nothing()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue);
        var frame = Examples.NewOrder(1);
        Assert.True(client.Send(frame));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var count = 0; count < 1_000; count++)
        {
            client.Send(frame);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    [Trait("rule", "C8")]
    public async Task A_session_resumes_at_the_stated_number_and_goes_on_live()
    {
        await using var venue = new TestVenue();
        Publish(venue, 5);
        await using var client = await ConnectAsync(venue, nextSeqNo: 3);
        Assert.Equal([3, 4, 5], await _handler.TakeAsync(3));
        venue.Publish();
        Assert.Equal([3, 4, 5, 6], await _handler.TakeAsync(1));
        Assert.Equal(7UL, client.NextSeqNo);
    }

    [Fact]
    public async Task Without_a_number_only_what_is_new_is_delivered()
    {
        await using var venue = new TestVenue();
        Publish(venue, 5);
        await using var client = await ConnectAsync(venue);
        venue.Publish();
        Assert.Equal([6], await _handler.TakeAsync(1));
    }

    [Fact]
    [Trait("rule", "C8")]
    public async Task Lost_messages_are_asked_for_and_delivered_in_order_once()
    {
        await using var venue = new TestVenue { Trickles = true };
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        venue.Publish();
        venue.Publish(isLost: true);
        venue.Publish(isLost: true);
        venue.Publish();
        Assert.Equal([1, 2, 3, 4], await _handler.TakeAsync(4));
        var request = Frame.Body<RetransmitRequest>(await venue.NextAsync(Template.RetransmitRequest));
        Assert.Equal((2UL, 3U), (request.FromSeqNo, request.Count));
    }

    [Fact]
    [Trait("rule", "C8")]
    public async Task A_lost_tail_is_noticed_at_the_next_heartbeat()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        venue.Publish(isLost: true);
        venue.Publish(isLost: true);
        venue.SayWhereTheFlowIs();
        Assert.Equal([1, 2], await _handler.TakeAsync(2));
    }

    [Fact]
    public async Task A_long_absence_is_fetched_in_pieces()
    {
        await using var venue = new TestVenue { MaxRetransmitCount = 10 };
        Publish(venue, 35);
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        Assert.Equal(Numbers(35), await _handler.TakeAsync(35));
        foreach (var expected in new[] { (1UL, 10U), (11UL, 10U), (21UL, 10U), (31UL, 5U) })
        {
            var request = Frame.Body<RetransmitRequest>(await venue.NextAsync(Template.RetransmitRequest));
            Assert.Equal(expected, (request.FromSeqNo, request.Count));
        }
    }

    [Fact]
    [Trait("rule", "C8")]
    public async Task Whatever_is_lost_everything_is_delivered_in_order_once()
    {
        const int Messages = 2_000;
        Console.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        await using var venue = new TestVenue { MaxRetransmitCount = 7 };
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        for (var count = 0; count < Messages; count++)
        {
            venue.Publish(isLost: random.Next(3) == 0);
        }

        venue.SayWhereTheFlowIs();
        Assert.Equal(Numbers(Messages), await _handler.TakeAsync(Messages));
    }

    [Fact]
    public async Task Messages_outside_the_flow_are_always_delivered()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        venue.Send(Examples.Report with { SeqNo = 0, OrderId = 0 });
        Assert.Equal([0], await _handler.TakeAsync(1));
        venue.Send(new BusinessReject
        {
            RefClientOrderId = 9,
            RefTemplate = Template.NewOrderSingle,
            Reason = RejectReason.WrongSigner,
            Text = CodeText.Of(RejectReason.WrongSigner),
        });
        await _handler.TakeAsync(1);
        Assert.Equal("WRONG_SIGNER", _handler.LastReject.Text.ToString());
        Assert.Equal(1UL, client.NextSeqNo);
    }

    [Fact]
    public async Task An_idle_client_sends_heartbeats_that_say_where_it_is()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue, nextSeqNo: 1, keepAliveMs: 100);
        venue.Publish();
        await _handler.TakeAsync(1);
        await venue.NextAsync(Template.Sequence);
        var heartbeat = Frame.Body<Sequence>(await venue.NextAsync(Template.Sequence));
        Assert.InRange(heartbeat.NextSeqNo, 1UL, 2UL);
    }

    [Fact]
    [Trait("rule", "NET-07")]
    public async Task A_venue_that_falls_silent_ends_the_session()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue, keepAliveMs: 50);
        Assert.Equal(SessionEndReason.KeepAliveLapsed, (await client.Completion).Reason);
        Assert.False(client.SendCancel(1, 2, 0));
    }

    [Fact]
    public async Task Closing_says_goodbye_and_hears_it()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        venue.Publish();
        await _handler.TakeAsync(1);
        var end = await client.CloseAsync();
        Assert.Equal((SessionEndReason.Closed, 2UL), (end.Reason, end.NextSeqNo));
        var goodbye = Frame.Body<Terminate>(await venue.NextAsync(Template.Terminate));
        Assert.Equal(TerminateReason.Finished, goodbye.Reason);
        Assert.False(client.SendNewOrder(Examples.Order, 1));
    }

    [Fact]
    public async Task The_venues_goodbye_is_answered_and_its_reason_kept()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue);
        venue.Send(new Terminate { Reason = TerminateReason.Shutdown });
        var end = await client.Completion;
        Assert.Equal(
            (SessionEndReason.TerminatedByVenue, TerminateReason.Shutdown), (end.Reason, end.TerminateReason));
        Assert.Equal(
            TerminateReason.Finished, Frame.Body<Terminate>(await venue.NextAsync(Template.Terminate)).Reason);
    }

    [Fact]
    public async Task A_cut_line_tells_where_to_resume_and_the_next_session_misses_nothing()
    {
        await using var venue = new TestVenue();
        await using var first = await ConnectAsync(venue, nextSeqNo: 1);
        Publish(venue, 3);
        await _handler.TakeAsync(3);
        venue.Cut();
        var end = await first.Completion;
        Assert.Equal((SessionEndReason.ConnectionLost, 4UL), (end.Reason, end.NextSeqNo));
        Publish(venue, 2, isLost: true);
        await using var second = await ConnectAsync(venue, end.NextSeqNo);
        Assert.Equal([1, 2, 3, 4, 5], await _handler.TakeAsync(2));
    }

    [Fact]
    public async Task A_refused_retransmission_is_a_lost_flow()
    {
        await using var venue = new TestVenue { RefusesRetransmission = RetransmitRejectReason.Expired };
        Publish(venue, 3);
        await using var client = await ConnectAsync(venue, nextSeqNo: 1);
        var end = await client.Completion;
        Assert.Equal((SessionEndReason.FlowLost, 1UL), (end.Reason, end.NextSeqNo));
        Assert.Equal("retransmission refused: Expired", end.Detail);
    }

    [Theory]
    [InlineData("ffffffffffffffff")]
    [InlineData("0000000eeb500000630001000100")]
    public async Task Garbage_from_the_venue_ends_the_session(string hex)
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue);
        venue.SendRaw(Convert.FromHexString(hex));
        Assert.Equal(SessionEndReason.ProtocolViolation, (await client.Completion).Reason);
    }

    [Fact]
    public async Task A_message_of_the_wrong_direction_ends_the_session()
    {
        await using var venue = new TestVenue();
        await using var client = await ConnectAsync(venue);
        venue.Send(new EstablishmentAck());
        Assert.Equal(SessionEndReason.ProtocolViolation, (await client.Completion).Reason);
    }

    [Fact]
    public async Task A_failure_of_the_handler_surfaces_and_closes()
    {
        await using var venue = new TestVenue();
        var handler = new RecordingHandler { FailsAt = 2 };
        await using var client = await OrderEntryClient.ConnectAsync(Options(venue.EndPoint), Examples.Key, handler);
        Publish(venue, 2);
        await Assert.ThrowsAsync<InvalidDataException>(() => client.Completion);
        Assert.False(client.SendCancel(1, 2, 0));
    }

    [Fact]
    [Trait("rule", "SIG-10")]
    public async Task Another_key_than_the_accounts_is_refused()
    {
        await using var venue = new TestVenue();
        using var stranger = PrivateKey.Generate();
        await AssertRefused("establishment refused: InvalidSignature", Options(venue.EndPoint), stranger);
    }

    [Fact]
    [Trait("rule", "SIG-06")]
    public async Task Nothing_is_signed_for_another_venue()
    {
        await using var venue = new TestVenue();
        var elsewhere = Options(venue.EndPoint) with { Domain = Eip712Domain.ForVenue(1, Examples.Account.Owner) };
        await AssertRefused(
            $"the venue signs for chain 31337 contract {Examples.Domain.VerifyingContract}, "
            + $"not chain 1 contract {Examples.Account.Owner}",
            elsewhere,
            Examples.Key);
    }

    [Fact]
    public async Task A_venue_that_never_answers_is_refused_in_time()
    {
        await using var venue = new TestVenue { IsMute = true };
        await AssertRefused(
            "the venue did not answer within 200 ms", Options(venue.EndPoint) with { TimeoutMs = 200 }, Examples.Key);
    }

    [Fact]
    public async Task An_unreachable_venue_is_one_clear_line()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var endPoint = (IPEndPoint)free.LocalEndpoint;
        free.Dispose();
        await AssertRefused($"{endPoint}: Connection refused", Options(endPoint), Examples.Key);
    }

    private async Task AssertRefused(string message, OrderEntryClientOptions options, PrivateKey key)
    {
        var refusal = await Assert.ThrowsAsync<SessionRefusedException>(
            () => OrderEntryClient.ConnectAsync(options, key, _handler));
        Assert.Equal(message, refusal.Message);
    }

    private Task<OrderEntryClient> ConnectAsync(TestVenue venue, ulong nextSeqNo = 0, int keepAliveMs = 60_000) =>
        OrderEntryClient.ConnectAsync(
            Options(venue.EndPoint) with { NextSeqNo = nextSeqNo, KeepAliveMs = keepAliveMs }, Examples.Key, _handler);

    private static OrderEntryClientOptions Options(EndPoint endPoint) => new()
    {
        Venue = endPoint,
        Account = Examples.Account,
        Domain = Examples.Domain,
        KeepAliveMs = 60_000,
    };

    private static void Publish(TestVenue venue, int count, bool isLost = false)
    {
        for (var published = 0; published < count; published++)
        {
            venue.Publish(isLost);
        }
    }

    private static ulong[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => (ulong)number)];
}
