using System.Collections.Concurrent;
using System.Net.Sockets;
using DexExtra.Client;
using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Commands;
using DexExtra.Gateway.Sessions;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;
using DexExtra.Signing;
using DexExtra.Transport;

namespace DexExtra.Gateway.Tests.Sessions;

/// <summary>Which command each business message becomes, without an engine behind it.</summary>
public sealed class SessionOrdersTests : IAsyncDisposable
{
    private const ulong SessionId = 77;
    private const uint GrantId = 5;

    private readonly Trader _trader = new();
    private readonly RecordingPublication _published = new();
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CommandPublisher _publisher;
    private readonly VerifyPool _verifyPool;
    private readonly SessionOrders _orders;

    public SessionOrdersTests()
    {
        var venue = new VenueView(new GatewayLimits());
        venue.Apply(new EventFrame(new TestFrame(1).Add(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket { MarketId = 1, TickSize = 1_000_000, LotSize = FixedPoint.One },
        }).Bytes));
        var clock = new GatewayClock(TimeProvider.System);
        var admission = new OrderAdmission(venue, Venue.Domain);
        _publisher = new CommandPublisher(_published);
        _verifyPool = new VerifyPool(admission, new GatewayLimits { VerifyWorkers = 1 });
        var services = new SessionServices(
            null!, null!, admission, _verifyPool, new RateLimits(new GatewayLimits(), clock), _publisher,
            new SkippedCommands(1, new AccountFlows(venue, new GatewayLimits())), Venue.Domain, clock);
        _orders = new SessionOrders(services, _trader.Account, GrantId, SessionId, new SessionOutbox(_socket, clock));
    }

    [Fact]
    [Trait("rule", "SIG-10")]
    public async Task A_cancel_carries_the_grant_of_the_login()
    {
        var cancel = await SendAsync<CancelOrder>(
            CommandType.CancelOrder, () => _orders.Submit(new OrderCancelRequest { ClientOrderId = 2, OrderId = 3 }, 1));

        Assert.Equal(
            new CancelOrder { Account = _trader.Account, ClientOrderId = 2, OrderId = 3, GrantId = GrantId }, cancel);
    }

    [Fact]
    [Trait("rule", "C6")]
    public async Task A_new_order_carries_session_and_tag()
    {
        var order = _trader.Buy(1, 100, 5);
        var frame = new byte[OrderFrames.NewOrderBytes];
        OrderFrames.Write(frame, in order, 9, Venue.Domain, _trader.Key, tag: 6);

        var command = await SendAsync<NewOrder>(
            CommandType.NewOrder, () => _orders.Submit(in Frame.Body<NewOrderSingle>(frame), 1));

        Assert.Equal((9UL, SessionId, 6U), (command.ClientOrderId, command.SessionId, command.Tag));
        Assert.Equal(order, command.Order);
        Assert.Equal(OrderHash.Digest(Venue.Domain, in order), command.OrderHash);
    }

    [Fact]
    [Trait("rule", "T15")]
    public async Task A_list_becomes_one_command_with_all_its_legs()
    {
        OrderListLeg[] legs =
        [
            new() { ClientOrderId = 9, Order = _trader.Buy(1, 100, 5), Tag = 6 },
            new() { ClientOrderId = 10, Order = _trader.Buy(1, 90, 5) },
        ];
        var frame = new byte[OrderFrames.ListBytes(2)];
        OrderFrames.WriteList(frame, ListKind.OneCancelsOther, legs, Venue.Domain, _trader.Key);

        var list = await SendAsync<NewOrderList>(CommandType.NewOrderList, () => _orders.SubmitList(frame, 1));

        Assert.Equal((ListKind.OneCancelsOther, 2), (list.Kind, list.LegCount));
        for (var leg = 0; leg < 2; leg++)
        {
            Assert.Equal(legs[leg].Order, list.Legs[leg].Order);
            Assert.Equal(
                (legs[leg].ClientOrderId, legs[leg].Tag, SessionId),
                (list.Legs[leg].ClientOrderId, list.Legs[leg].Tag, list.Legs[leg].SessionId));
            Assert.Equal(OrderHash.Digest(Venue.Domain, in legs[leg].Order), list.Legs[leg].OrderHash);
        }

        Assert.Equal(default, list.Legs[2].Order);
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task A_replacement_names_the_order_and_carries_the_new_version()
    {
        var order = _trader.Buy(1, 100, 5) with { Version = 2 };
        var frame = new byte[OrderFrames.ReplaceBytes];
        OrderFrames.WriteReplace(frame, in order, 9, 8, 7, Venue.Domain, _trader.Key);

        var replace = await SendAsync<ReplaceOrder>(
            CommandType.ReplaceOrder, () => _orders.Submit(in Frame.Body<OrderReplaceRequest>(frame), 1));

        Assert.Equal((9UL, 8UL, 7L), (replace.Order.ClientOrderId, replace.OrigClientOrderId, replace.OrderId));
        Assert.Equal((order, 100L, 5L), (replace.Order.Order, replace.Order.PriceTicks, replace.Order.QuantityLots));
    }

    [Fact]
    [Trait("rule", "C1")]
    public async Task An_amendment_goes_as_it_is_for_the_sessions_account()
    {
        var amend = await SendAsync<AmendOrder>(CommandType.AmendOrder, () => _orders.Submit(
            new OrderAmendRequest
            {
                ClientOrderId = 1,
                OrigClientOrderId = 2,
                Quantity = 4,
                LimitPrice = -5,
                DisplayQuantity = 6,
                ExpirySeconds = 7,
                Fields = AmendFields.Quantity | AmendFields.Expiry,
            },
            1));

        Assert.Equal(
            new AmendOrder
            {
                Account = _trader.Account,
                ClientOrderId = 1,
                OrigClientOrderId = 2,
                Quantity = 4,
                LimitPrice = -5,
                DisplayQuantity = 6,
                ExpirySeconds = 7,
                Fields = AmendFields.Quantity | AmendFields.Expiry,
                GrantId = GrantId,
            },
            amend);
    }

    [Fact]
    [Trait("rule", "C6")]
    public async Task A_mass_cancel_names_its_own_session()
    {
        var mass = await SendAsync<MassCancel>(CommandType.MassCancel, () => _orders.Submit(
            new MassCancelRequest
            {
                ClientOrderId = 1,
                PriceFrom = -2,
                PriceTo = 3,
                MarketId = 4,
                Tag = 5,
                Filters = MassCancelFilters.Session | MassCancelFilters.Lock,
                Side = Side.Sell,
            },
            1));

        Assert.Equal(
            new MassCancel
            {
                Account = _trader.Account,
                ClientOrderId = 1,
                SessionId = SessionId,
                PriceFrom = -2,
                PriceTo = 3,
                MarketId = 4,
                Tag = 5,
                Filters = MassCancelFilters.Session | MassCancelFilters.Lock,
                Side = Side.Sell,
                GrantId = GrantId,
            },
            mass);
    }

    [Fact]
    [Trait("rule", "C6")]
    public async Task An_unlock_is_for_the_account_or_the_owner()
    {
        var unlock = await SendAsync<UnlockAccount>(
            CommandType.UnlockAccount,
            () => _orders.Submit(new UnlockRequest { ClientOrderId = 1, AllSubaccounts = 1 }, 1));

        Assert.Equal(
            new UnlockAccount { Account = _trader.Account, ClientOrderId = 1, AllSubaccounts = 1, GrantId = GrantId },
            unlock);
    }

    public async ValueTask DisposeAsync()
    {
        await _verifyPool.DisposeAsync();
        _publisher.Dispose();
        _socket.Dispose();
    }

    private async Task<TBody> SendAsync<TBody>(CommandType type, Action submit)
        where TBody : unmanaged
    {
        await _orders.EnterAsync(TestContext.Current.CancellationToken);
        submit();
        await _orders.DisposeAsync();
        var command = Assert.Single(_published.Commands);
        Assert.True(CommandCodec.IsWellFormed(command));
        Assert.Equal(type, CommandCodec.Header((ReadOnlySpan<byte>)command).Type);
        return CommandCodec.Body<TBody>(command);
    }

    private sealed class RecordingPublication : IPublication
    {
        public ConcurrentQueue<byte[]> Commands { get; } = new();

        public long Position => Commands.Count;

        public uint SourceId => 1;

        public uint SessionId => 1;

        public long Offer(ReadOnlySpan<byte> message)
        {
            Commands.Enqueue(message.ToArray());
            return Position;
        }

        public void Dispose()
        {
        }
    }
}
