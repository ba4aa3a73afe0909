using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>What REST reads out of the frame that answers an order or a list.</summary>
public sealed class OrderAnswerTests
{
    private const long Sequence = 9;

    private readonly Trader _trader = new();

    [Fact]
    [Trait("rule", "T15")]
    public void Each_leg_has_its_own_state_and_fills()
    {
        var answer = OrderAnswer.Read(new TestFrame(Sequence)
            .Add(EventType.OrderCancelled, new OrderCancelled { OrderId = 3, Reason = CancelReason.Expired })
            .Add(EventType.OrderAccepted, Accepted(0, OrderStatus.New))
            .Add(EventType.OrderAccepted, Accepted(1, OrderStatus.Dormant))
            .Add(EventType.OrderAccepted, Accepted(2, OrderStatus.Dormant))
            .Add(EventType.Traded, Trade(IdOf(0)))
            .Add(EventType.OrderActivated, new OrderActivated
            {
                OrderId = IdOf(1),
                Status = OrderStatus.New,
                ActivatedLots = 2,
                LeavesLots = 2,
            })
            .Add(EventType.OrderActivated, new OrderActivated
            {
                OrderId = IdOf(2),
                Status = OrderStatus.PendingTrigger,
                ActivatedLots = 2,
                LeavesLots = 2,
            })
            .Bytes);

        Assert.Equal(
            [
                (OrderStatus.PartiallyFilled, 3L),
                (OrderStatus.New, 2L),
                (OrderStatus.PendingTrigger, 2L),
            ],
            Enumerable.Range(0, 3).Select(leg => answer.Accepted[ClientIdOf(leg)])
                .Select(order => (order.Status, order.LeavesLots)));
        Assert.Equal([1, 0, 0], Enumerable.Range(0, 3).Select(leg => answer.Accepted[ClientIdOf(leg)])
            .Select(order => answer.FillsOf(order).Count()));
        Assert.Equal(Sequence, answer.Sequence);
    }

    [Fact]
    [Trait("rule", "T15")]
    public void A_refused_list_has_a_code_for_each_leg()
    {
        var answer = OrderAnswer.Read(new TestFrame(Sequence)
            .Add(EventType.OrderRejected, Rejected(0, RejectReason.ListRejected))
            .Add(EventType.OrderRejected, Rejected(1, RejectReason.BadStopLimit))
            .Bytes);

        Assert.Empty(answer.Accepted);
        Assert.Equal(
            (RejectReason.ListRejected, RejectReason.BadStopLimit),
            (answer.Rejected[ClientIdOf(0)], answer.Rejected[ClientIdOf(1)]));
    }

    private static ulong ClientIdOf(int leg) => 50 + (ulong)leg;

    private static long IdOf(int leg) => Sequence + (leg * Limits.LegOrderIdStep);

    private OrderAccepted Accepted(int leg, OrderStatus status) => new()
    {
        Request = new NewOrder
        {
            Order = _trader.Buy(1, 100, 5),
            ClientOrderId = ClientIdOf(leg),
            QuantityLots = 5,
        },
        OrderId = IdOf(leg),
        Status = status,
        ListKind = ListKind.BracketOco,
        LegIndex = (byte)leg,
        LegCount = 3,
        ListId = Sequence,
    };

    private static OrderRejected Rejected(int leg, RejectReason reason) =>
        new() { Request = new NewOrder { ClientOrderId = ClientIdOf(leg) }, Reason = reason };

    private static Traded Trade(long orderId) => new()
    {
        MatchId = 1,
        QuantityLots = 2,
        Aggressor = Side.Buy,
        Buy = new TradeSide { OrderId = orderId, CumulativeLots = 2, LeavesLots = 3 },
        Sell = new TradeSide { OrderId = 1 },
    };
}
