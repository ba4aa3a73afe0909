using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

/// <summary>
/// G2: the first failing gate answers. Each row breaks one thing; the test then also breaks everything that is checked
/// later, and the answer must not change.
/// </summary>
[Trait("rule", "G2")]
public sealed class GateOrderTests
{
    private delegate void Break(ref NewOrder order);

    /// <summary>
    /// In gate order. A MARKET order without opposite side, unaffordable, breaks the last two gates at once.
    /// </summary>
    private static readonly (RejectReason Reason, Break Apply)[] Gates =
    [
        (RejectReason.UnknownMarket, static (ref NewOrder o) => o.Order.MarketId = 99),
        (RejectReason.NonceTooFar, static (ref NewOrder o) => o.Order.Nonce = ulong.MaxValue),
        (RejectReason.UnsupportedCombination, static (ref NewOrder o) => o.Order.Flags = (OrderFlags)0x8000_0000),
        (RejectReason.ExpiredOnEntry, static (ref NewOrder o) => o.Order.ExpirySeconds = 1),
        (RejectReason.PriceOffTick, static (ref NewOrder o) => o.Order.LimitPrice++),
        (RejectReason.QuantityOffLot, static (ref NewOrder o) => o.Order.Quantity++),
        (RejectReason.QuantityOutOfRange, static (ref NewOrder o) => SetLots(ref o, 1_001)),
        (RejectReason.PriceOutOfBounds, static (ref NewOrder o) => SetPrice(ref o, 101)),
        (RejectReason.FeeCapTooLow, static (ref NewOrder o) => o.Order.MaxFeePerUnit = 0),
        (RejectReason.InsufficientFunds, static (ref NewOrder o) => SetMarket(ref o, 1_000)),
    ];

    public static TheoryData<int> GateNumbers => [.. Enumerable.Range(0, Gates.Length)];

    [Theory]
    [MemberData(nameof(GateNumbers))]
    public void The_first_failing_gate_answers(int gate)
    {
        for (var last = gate; last < Gates.Length; last++)
        {
            var venue = Venue.Open();
            var order = venue.Number(new OrderTicket(Alice, Side.Buy, 1, 40)).ToCommand();
            for (var broken = last; broken >= gate; broken--)
            {
                Gates[broken].Apply(ref order);
            }

            Assert.Equal(
                [$"alice.2 rejected {Codes.Of(Gates[gate].Reason)}"],
                venue.Apply(CommandType.NewOrder, order));
        }
    }

    [Theory]
    [InlineData(1, 2, 4, true)]
    [InlineData(1, 2, 1, true)]
    [InlineData(1, 2, 3, true)]
    [InlineData(2, 1, 3, true)]
    [InlineData(2, 1, 4, true)]
    [InlineData(2, 1, 1, false)]
    [InlineData(1, 2, 0, false)]
    [InlineData(1, 2, 2, false)]
    [InlineData(1, 2, 6, true)]
    [InlineData(1, 2, 5, false)]
    [InlineData(1, 3, 1, false)]
    [InlineData(1, 0, 1, false)]
    [InlineData(0, 2, 1, false)]
    [InlineData(3, 2, 1, false)]
    [Trait("rule", "G4")]
    public void Only_the_combinations_that_exist_are_taken(byte side, byte type, byte timeInForce, bool isLegal)
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 5, 40);
        venue.Buy(Bob, 5, 30);
        var order = venue.Number(new OrderTicket(Alice, Side.Buy, 1, 40)).ToCommand();
        order.Order.Side = (Side)side;
        order.Order.OrderType = (OrderType)type;
        order.Order.TimeInForce = (TimeInForce)timeInForce;
        if (side == 2)
        {
            SetPrice(ref order, 30);
        }

        var events = venue.Apply(CommandType.NewOrder, order);

        Assert.Equal(isLegal, events[0].StartsWith("alice.2 accepted", StringComparison.Ordinal));
        Assert.Equal(!isLegal, events[0] == "alice.2 rejected UNSUPPORTED_COMBINATION");
    }

    [Fact]
    public void A_new_order_is_the_first_version_and_a_limit_order_has_no_trigger()
    {
        var venue = Venue.Open();
        var order = venue.Number(new OrderTicket(Alice, Side.Buy, 1, 40)).ToCommand();
        order.Order.Version = 2;
        Assert.Equal(["alice.2 rejected BAD_VERSION"], venue.Apply(CommandType.NewOrder, order));

        order = venue.Number(new OrderTicket(Alice, Side.Buy, 1, 40)).ToCommand();
        order.Order.TriggerPrice = -1;
        Assert.Equal(["alice.3 rejected UNSUPPORTED_COMBINATION"], venue.Apply(CommandType.NewOrder, order));
    }

    [Theory]
    [Trait("rule", "F5")]
    [InlineData(TestMarkets.Plain, 1, false)]
    [InlineData(TestMarkets.Plain, 2, true)]
    public void The_signed_fee_cap_must_cover_the_worst_fee_exactly(uint marketId, ulong cap, bool isEnough)
    {
        var venue = Venue.Open();
        Assert.Equal(TestMarkets.PlainTerms.MarketId, marketId);

        var events = venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { MaxFeePerUnit = cap });

        Assert.Equal(isEnough, events[0].StartsWith("alice.2 accepted", StringComparison.Ordinal));
        Assert.Equal(!isEnough, events[0] == "alice.2 rejected FEE_CAP_TOO_LOW");
    }

    [Fact]
    [Trait("rule", "F5")]
    public void A_fee_cap_between_two_lots_is_compared_without_rounding()
    {
        var venue = Venue.Open();
        var terms = TestMarkets.NegativeTerms with
        {
            MarketId = 3,
            TakerFeePerLot = 1,
            LotSize = 30_000_000,
            Multiplier = 200_000_000,
        };
        Assert.Equal(["market 3 created, tick value 30000000"], venue.Apply(CommandType.CreateMarket, terms));
        venue.Deposit(Alice, 1_000_000_000_000);

        // 1 unit per lot of 0.3 is 3.33… per 1.0: a cap of 3 is too low, 4 is enough
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 0) { Terms = terms, MaxFeePerUnit = 3 };
        Assert.Equal(["alice.3 rejected FEE_CAP_TOO_LOW"], venue.Send(ticket));
        Assert.StartsWith(
            "alice.4 accepted", venue.Send(ticket with { MaxFeePerUnit = 4 })[0], StringComparison.Ordinal);
    }

    private static void SetLots(ref NewOrder order, long lots)
    {
        // a broken quantity field stays broken: only the lots and what they should be move
        order.Order.Quantity += (UInt128)((lots - order.QuantityLots) * TestMarkets.PlainTerms.LotSize);
        order.QuantityLots = lots;
    }

    private static void SetPrice(ref NewOrder order, long ticks)
    {
        order.Order.LimitPrice += (ticks - order.PriceTicks) * TestMarkets.PlainTerms.TickSize;
        order.PriceTicks = ticks;
    }

    private static void SetMarket(ref NewOrder order, long lots)
    {
        order.Order.OrderType = OrderType.Market;
        order.Order.TimeInForce = TimeInForce.ImmediateOrCancel;
        SetLots(ref order, lots);
    }
}
