using DexExtra.Gateway.Admission;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Admission;

public sealed class OrderAdmissionTests
{
    private readonly VenueView _venue = new(new GatewayLimits());
    private readonly OrderAdmission _admission;
    private readonly Trader _trader = new();

    public OrderAdmissionTests()
    {
        _admission = new OrderAdmission(_venue, Venue.Domain);
        _venue.Apply(new EventFrame(new TestFrame(1).Add(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket { MarketId = 1, TickSize = 1_000_000, LotSize = FixedPoint.One },
        }).Bytes));
    }

    [Theory]
    [Trait("rule", "C4")]
    [InlineData(1, RejectReason.None, RejectReason.BadVersion)]
    [InlineData(2, RejectReason.BadVersion, RejectReason.None)]
    [InlineData(0, RejectReason.UnsupportedCombination, RejectReason.UnsupportedCombination)]
    public void New_orders_have_version_1_and_replacements_a_later_one(
        uint version, RejectReason asNew, RejectReason asReplacement)
    {
        var command = Signed(_trader.Buy(1, 100, 5) with { Version = version }, 1);
        Assert.Equal(asNew, _admission.Prepare(ref command));
        Assert.Equal(asReplacement, _admission.PrepareReplacement(ref command));
        Assert.Equal(version == 0 ? (0, 0) : (100L, 5L), (command.PriceTicks, command.QuantityLots));
        Assert.Equal(RejectReason.None, _admission.Verify(ref command));
    }

    [Fact]
    [Trait("rule", "SIG-01")]
    public void The_instructions_are_part_of_what_is_signed()
    {
        var command = Signed(_trader.Buy(1, 100, 5), 1);
        command.Order.Instructions.DisplayQuantity = FixedPoint.One;

        Assert.Equal(RejectReason.None, _admission.Prepare(ref command));
        Assert.Equal(RejectReason.WrongSigner, _admission.Verify(ref command));
    }

    [Fact]
    [Trait("rule", "T15")]
    public void Each_leg_of_a_list_has_its_own_hash_behind_the_one_signature()
    {
        var list = List(ListKind.OneCancelsOther, Legs(2));

        Assert.Equal(RejectReason.None, _admission.PrepareList(ref list));
        Assert.Equal(RejectReason.None, _admission.VerifyList(ref list));

        for (var leg = 0; leg < 2; leg++)
        {
            Assert.Equal(OrderHash.Digest(Venue.Domain, in list.Legs[leg].Order), list.Legs[leg].OrderHash);
            Assert.Equal((100L, 5L), (list.Legs[leg].PriceTicks, list.Legs[leg].QuantityLots));
        }
    }

    [Fact]
    [Trait("rule", "T15")]
    public void Another_kind_order_or_leg_than_signed_is_a_wrong_signer()
    {
        var list = List(ListKind.OneCancelsOther, Legs(2));
        list.Kind = ListKind.OneUpdatesOther;
        Assert.Equal(RejectReason.WrongSigner, _admission.VerifyList(ref list));

        list.Kind = ListKind.OneCancelsOther;
        (list.Legs[0], list.Legs[1]) = (list.Legs[1], list.Legs[0]);
        Assert.Equal(RejectReason.WrongSigner, _admission.VerifyList(ref list));

        (list.Legs[0], list.Legs[1]) = (list.Legs[1], list.Legs[0]);
        Assert.Equal(RejectReason.None, _admission.VerifyList(ref list));
        list.Legs[1].Order.Quantity += FixedPoint.One;
        Assert.Equal(RejectReason.WrongSigner, _admission.VerifyList(ref list));
    }

    [Theory]
    [Trait("rule", "T12")]
    [InlineData(ListKind.OneCancelsOther, 1, false)]
    [InlineData(ListKind.OneCancelsOther, 2, true)]
    [InlineData(ListKind.OneCancelsOther, 3, false)]
    [InlineData(ListKind.OneUpdatesOther, 2, true)]
    [InlineData(ListKind.OneUpdatesOther, 3, false)]
    [InlineData(ListKind.OneTriggersOther, 1, false)]
    [InlineData(ListKind.OneTriggersOther, 2, true)]
    [InlineData(ListKind.OneTriggersOther, 3, true)]
    [InlineData(ListKind.BracketOco, 2, false)]
    [InlineData(ListKind.BracketOco, 3, true)]
    [InlineData(ListKind.BracketOuo, 2, false)]
    [InlineData(ListKind.BracketOuo, 3, true)]
    [InlineData(ListKind.None, 2, false)]
    [InlineData((ListKind)6, 2, false)]
    public void Every_kind_has_its_number_of_legs(ListKind kind, int legs, bool isList)
    {
        var list = List(kind, Legs(legs));
        Assert.Equal(
            isList ? RejectReason.None : RejectReason.InvalidOrderList, _admission.PrepareList(ref list));
    }

    [Fact]
    [Trait("rule", "T12")]
    public void Legs_are_of_one_account_and_market_under_different_ids()
    {
        var legs = Legs(2);
        legs[1].Order.MarketId = 2;
        AssertNoList(legs);
        legs = Legs(2);
        legs[1].Order.Account = new AccountId(_trader.Key.Address, 1);
        AssertNoList(legs);
        legs = Legs(2);
        legs[1].ClientOrderId = legs[0].ClientOrderId;
        AssertNoList(legs);
    }

    [Fact]
    public void The_first_leg_that_is_no_order_refuses_the_list()
    {
        var legs = Legs(2);
        legs[1].Order.LimitPrice += 1;
        var list = List(ListKind.OneCancelsOther, legs);
        Assert.Equal(RejectReason.PriceOffTick, _admission.PrepareList(ref list));
    }

    private void AssertNoList(NewOrder[] legs)
    {
        var list = List(ListKind.OneCancelsOther, legs);
        Assert.Equal(RejectReason.InvalidOrderList, _admission.PrepareList(ref list));
    }

    private NewOrder[] Legs(int count) =>
        [.. Enumerable.Range(1, count).Select(id => new NewOrder
        {
            Order = _trader.Buy(1, 100, 5),
            ClientOrderId = (ulong)id,
        })];

    private NewOrder Signed(SignedOrder order, ulong clientOrderId) => new()
    {
        Order = order,
        ClientOrderId = clientOrderId,
        Signature = _trader.Key.Sign(OrderHash.Digest(Venue.Domain, in order)),
    };

    private NewOrderList List(ListKind kind, NewOrder[] legs)
    {
        var orders = legs.Select(leg => leg.Order).ToArray();
        var signature = _trader.Key.Sign(OrderListHash.Digest(Venue.Domain, kind, orders));
        var list = new NewOrderList { Kind = kind, LegCount = (byte)legs.Length };
        for (var index = 0; index < legs.Length; index++)
        {
            list.Legs[index] = legs[index] with { Signature = signature };
        }

        return list;
    }
}
