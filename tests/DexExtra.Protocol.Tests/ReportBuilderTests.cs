using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>Each private event as its accounts receive it: whole reports compared, byte for byte.</summary>
public sealed class ReportBuilderTests
{
    private static readonly AccountId Alice = Examples.Account;
    private static readonly AccountId Bob = new(Address.Parse("0x00000000000000000000000000000000000000b0"), 7);
    private static readonly AccountId Stranger = new(Alice.Owner, 1);

    private static readonly EventFrameHeader Header = new() { Sequence = 900, TimestampNs = 1234 };

    private readonly byte[] _payload = new byte[4096];

    [Fact]
    public void An_accepted_order_is_reported_new_with_its_hash_and_balances()
    {
        var accepted = new OrderAccepted
        {
            Request = Request(),
            OrderId = 42,
            EffectivePriceTicks = -127,
            AccountSequence = 5,
            Status = OrderStatus.New,
            AssetId = 3,
            Hold = 10,
            Available = 90,
            Held = 10,
            Owed = -7,
        };
        var expected = Blank(5, ExecType.New, OrderStatus.New) with
        {
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            AssetId = 3,
            Side = Side.Buy,
            PriceTicks = -125,
            EffectivePriceTicks = -127,
            QuantityLots = 300,
            LeavesLots = 300,
            OrderHash = Request().OrderHash,
            Available = 90,
            Held = 10,
            Owed = -7,
        };
        AssertReport(expected, EventType.OrderAccepted, accepted, Alice);
    }

    [Fact]
    [Trait("rule", "T15")]
    public void A_leg_of_a_list_says_its_place_and_that_it_waits()
    {
        var accepted = new OrderAccepted
        {
            Request = Request(),
            OrderId = 42 + Limits.LegOrderIdStep,
            AccountSequence = 5,
            Status = OrderStatus.Dormant,
            ListKind = ListKind.BracketOuo,
            LegIndex = 1,
            LegCount = 3,
            ListId = 42,
        };

        var report = ReportBuilder.Accepted(in Header, in accepted);

        Assert.Equal(OrderStatus.Dormant, report.OrderStatus);
        Assert.Equal(
            (ListKind.BracketOuo, 1, 3, 42L), (report.ListKind, report.LegIndex, report.LegCount, report.ListId));
    }

    [Fact]
    [Trait("rule", "A7")]
    public void An_auction_fill_has_no_maker_and_no_taker()
    {
        var traded = Trade();
        (traded.Aggressor, traded.Flags, traded.AuctionId, traded.MatchedNs) = (default, TradeFlags.Auction, 6, 1000);
        foreach (var side in Enum.GetValues<Side>())
        {
            var report = ReportBuilder.Fill(in Header, in traded, side, 1);
            Assert.Equal(
                (Liquidity.Auction, TradeFlags.Auction, 6UL, 1000L),
                (report.Liquidity, report.TradeFlags, report.AuctionId, report.TransactTimeNs));
        }
    }

    [Fact]
    [Trait("rule", "T4")]
    public void A_triggered_order_that_could_not_enter_says_why()
    {
        var cancelled = new OrderCancelled
        {
            Reason = CancelReason.TriggerFailed,
            Status = OrderStatus.Stopped,
            Detail = RejectReason.NoLiquidity,
        };

        var report = ReportBuilder.Cancelled(in Header, in cancelled);

        Assert.Equal((CancelReason.TriggerFailed, RejectReason.NoLiquidity), (report.CancelReason, report.RejectReason));
    }

    [Fact]
    public void A_rejected_order_is_reported_with_the_reason_and_nothing_open()
    {
        var rejected = new OrderRejected
        {
            Request = Request(),
            AccountSequence = 6,
            Reason = RejectReason.InsufficientFunds,
        };
        var expected = Blank(6, ExecType.Rejected, OrderStatus.Rejected) with
        {
            ClientOrderId = 77,
            MarketId = 1,
            Side = Side.Buy,
            PriceTicks = -125,
            QuantityLots = 300,
            OrderHash = Request().OrderHash,
            RejectReason = RejectReason.InsufficientFunds,
        };
        AssertReport(expected, EventType.OrderRejected, rejected, Alice);
    }

    [Fact]
    [Trait("rule", "C9")]
    public void A_repeated_order_is_answered_with_how_it_stands()
    {
        var status = new OrderStatusReported
        {
            Account = Alice,
            ClientOrderId = 77,
            OrderId = 42,
            OrderHash = Request().OrderHash,
            AccountSequence = 7,
            MarketId = 1,
            Status = OrderStatus.Stopped,
            CancelReason = CancelReason.ImmediateRemainder,
            QuantityLots = 300,
            CumulativeLots = 100,
        };
        var expected = Blank(7, ExecType.OrderStatus, OrderStatus.Stopped) with
        {
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            CancelReason = CancelReason.ImmediateRemainder,
            QuantityLots = 300,
            CumulativeLots = 100,
            OrderHash = Request().OrderHash,
        };
        AssertReport(expected, EventType.OrderStatusReported, status, Alice);
    }

    [Fact]
    public void A_trade_is_reported_to_each_side_with_its_own_figures_only()
    {
        var traded = Trade();
        var buy = Blank(8, ExecType.Trade, OrderStatus.PartiallyFilled) with
        {
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            AssetId = 3,
            Side = Side.Buy,
            Liquidity = Liquidity.Maker,
            MatchId = 31,
            QuantityLots = 300,
            LastPriceTicks = -125,
            LastQuantityLots = 100,
            CumulativeLots = 100,
            LeavesLots = 200,
            PositionLots = 100,
            AveragePrice = -12_50000000,
            Fee = 2,
            CashDelta = -40,
            Available = 50,
            Held = 20,
            Margin = 15,
            Owed = -7,
        };
        var sell = Blank(3, ExecType.Trade, OrderStatus.Filled) with
        {
            OrderId = 43,
            ClientOrderId = 88,
            MarketId = 1,
            AssetId = 3,
            Side = Side.Sell,
            Liquidity = Liquidity.Taker,
            MatchId = 31,
            QuantityLots = 400,
            LastPriceTicks = -125,
            LastQuantityLots = 100,
            CumulativeLots = 400,
            PositionLots = -400,
            AveragePrice = -12_47500000,
            Fee = 4,
            CashDelta = -60,
            Available = 70,
            Held = 0,
            Margin = 0,
            Owed = -7,
        };
        AssertReport(buy, EventType.Traded, traded, Alice, isShared: true);
        AssertReport(sell, EventType.Traded, traded, Bob, isShared: true);

        var steps = new AccountStep[PrivateEvents.MaxSteps];
        foreach (var item in Event(EventType.Traded, traded))
        {
            Assert.Equal(2, PrivateEvents.Collect(item, steps));
        }

        Assert.Equal([new AccountStep(Alice, 8), new AccountStep(Bob, 3)], steps);
    }

    [Theory]
    [InlineData(OrderStatus.Cancelled, CancelReason.User, ExecType.Cancelled)]
    [InlineData(OrderStatus.Stopped, CancelReason.ImmediateRemainder, ExecType.Cancelled)]
    [InlineData(OrderStatus.Expired, CancelReason.Expired, ExecType.Expired)]
    public void A_cancelled_order_is_reported_with_who_and_why(
        OrderStatus status, CancelReason reason, ExecType type)
    {
        var cancelled = new OrderCancelled
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            RequestClientOrderId = 78,
            AccountSequence = 9,
            MarketId = 1,
            AssetId = 3,
            Reason = reason,
            Status = status,
            CumulativeLots = 100,
            CancelledLots = 200,
            Released = 20,
            Available = 70,
            Owed = -7,
        };
        var expected = Blank(9, type, status) with
        {
            OrderId = 42,
            ClientOrderId = 77,
            RequestClientOrderId = 78,
            MarketId = 1,
            AssetId = 3,
            CancelReason = reason,
            QuantityLots = 300,
            CumulativeLots = 100,
            Available = 70,
            Held = 0,
            Owed = -7,
        };
        AssertReport(expected, EventType.OrderCancelled, cancelled, Alice);
    }

    [Fact]
    [Trait("rule", "C5")]
    public void A_cancel_that_cancels_nothing_is_rejected_with_its_references()
    {
        var refused = new CancelRejected
        {
            Account = Alice,
            ClientOrderId = 79,
            OrigClientOrderId = 77,
            OrderId = 42,
            AccountSequence = 10,
            Reason = CancelRejectReason.TooLateFilled,
        };
        var expected = new OrderCancelReject
        {
            SeqNo = 10,
            Sequence = 900,
            TransactTimeNs = 1234,
            ClientOrderId = 79,
            OrigClientOrderId = 77,
            OrderId = 42,
            Reason = CancelRejectReason.TooLateFilled,
        };
        AssertReport(expected, EventType.CancelRejected, refused, Alice);
    }

    [Theory]
    [InlineData(0, OrderStatus.New)]
    [InlineData(4, OrderStatus.PartiallyFilled)]
    [Trait("rule", "S2")]
    public void A_reduced_order_is_restated_with_what_is_left(long cumulativeLots, OrderStatus status)
    {
        var reduced = new OrderReduced
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            AccountSequence = 12,
            MarketId = 1,
            AssetId = 3,
            Reason = CancelReason.SelfTrade,
            CumulativeLots = cumulativeLots,
            ReducedLots = 5,
            LeavesLots = 6,
            Released = 10,
            Available = 90,
            Held = 20,
            Owed = -7,
        };
        var expected = Blank(12, ExecType.Restated, status) with
        {
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            AssetId = 3,
            CancelReason = CancelReason.SelfTrade,
            QuantityLots = cumulativeLots + 6,
            CumulativeLots = cumulativeLots,
            LeavesLots = 6,
            Available = 90,
            Held = 20,
            Owed = -7,
        };
        AssertReport(expected, EventType.OrderReduced, reduced, Alice);
    }

    [Fact]
    [Trait("rule", "S4")]
    public void A_prevented_match_is_told_once_to_one_account_and_to_each_of_two()
    {
        var prevented = new PreventedMatch
        {
            MarketId = 1,
            Mode = SelfTradePrevention.Decrement,
            Aggressor = Side.Sell,
            PriceTicks = -7,
            QuantityLots = 9,
            Taker = new PreventedSide { Account = Alice, OrderId = 42, ClientOrderId = 77, AccountSequence = 13 },
            Maker = new PreventedSide { Account = Alice, OrderId = 41, ClientOrderId = 76, AccountSequence = 13 },
        };
        var expected = new PreventedMatchReport
        {
            SeqNo = 13,
            Sequence = 900,
            TransactTimeNs = 1234,
            TakerOrderId = 42,
            TakerClientOrderId = 77,
            MakerOrderId = 41,
            MakerClientOrderId = 76,
            MarketId = 1,
            Mode = SelfTradePrevention.Decrement,
            Aggressor = Side.Sell,
            PriceTicks = -7,
            QuantityLots = 9,
        };
        AssertReport(expected, EventType.PreventedMatch, prevented, Alice);

        prevented.Maker.Account = Bob;
        prevented.Maker.AccountSequence = 4;
        AssertReport(expected, EventType.PreventedMatch, prevented, Alice, isShared: true);
        AssertReport(expected with { SeqNo = 4 }, EventType.PreventedMatch, prevented, Bob, isShared: true);
        foreach (var item in Event(EventType.PreventedMatch, prevented))
        {
            var steps = new AccountStep[PrivateEvents.MaxSteps];
            Assert.Equal(2, PrivateEvents.Collect(item, steps));
            Assert.Equal([new AccountStep(Alice, 13), new AccountStep(Bob, 4)], steps);
        }
    }

    [Fact]
    public void A_credited_deposit_is_reported()
    {
        var hash = Request().OrderHash;
        var credited = new DepositCredited
        {
            Request = new Deposit { DepositId = 4, Account = Alice, Amount = 1000, TransactionHash = hash },
            AccountSequence = 11,
            AssetId = 3,
            Available = 1070,
            Held = 5,
            Owed = -7,
        };
        var expected = new DepositReport
        {
            SeqNo = 11,
            Sequence = 900,
            TransactTimeNs = 1234,
            DepositId = 4,
            AssetId = 3,
            Amount = 1000,
            Available = 1070,
            Held = 5,
            Owed = -7,
            TransactionHash = hash,
        };
        AssertReport(expected, EventType.DepositCredited, credited, Alice);
    }

    [Theory]
    [InlineData(EventType.AssetListed)]
    [InlineData(EventType.MarketCreated)]
    [InlineData(EventType.LevelChanged)]
    [InlineData(EventType.SettlementChanged)]
    [InlineData(EventType.CommandRejected)]
    public void Public_events_belong_to_no_account(EventType type)
    {
        foreach (var item in Event(type, Trade()))
        {
            Assert.Equal(0, PrivateEvents.Collect(item, new AccountStep[PrivateEvents.MaxSteps]));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, Alice, new Ticks(), new byte[512]));
        }
    }

    [Fact]
    public void A_retransmitted_frame_differs_in_one_byte()
    {
        foreach (var original in new[] { Examples.Encode(Examples.Report), Examples.Encode(default(OrderCancelReject)),
            Examples.Encode(default(DepositReport)), Examples.Encode(default(PreventedMatchReport)) })
        {
            var resent = original.ToArray();
            ReportBuilder.MarkResent(resent);
            Assert.Equal(1, original.Zip(resent).Count(pair => pair.First != pair.Second));
            var message = Schema.Published.Messages.Single(m => m.Id == original[8]);
            var offset = message.Fields.Single(field => field.Name == "possResend").Offset;
            Assert.Equal(1, resent[Frame.HeaderBytes + offset]);
        }

        var unnumbered = Examples.Encode(new Sequence { NextSeqNo = 1 });
        var marked = unnumbered.ToArray();
        ReportBuilder.MarkResent(marked);
        Assert.Equal(unnumbered, marked);
    }

    [Theory]
    [InlineData(300, 3, 100, 10_000)]
    [InlineData(1, 3, 10, 3)]
    [InlineData(2, 3, 10, 7)]
    [InlineData(1, 4, 10, 2)]
    [InlineData(3, 4, 10, 8)]
    [InlineData(1, 2, 1, 0)]
    [InlineData(3, 2, 1, 2)]
    [InlineData(-3, 2, 1, -2)]
    [InlineData(-5, 2, 1, -2)]
    [InlineData(-1, 3, 10, -3)]
    public void Average_prices_are_rounded_half_to_even(long tickLots, long lots, long tickSize, long expected)
    {
        var traded = Trade();
        traded.Buy.CumulativeTickLots = tickLots;
        traded.Buy.CumulativeLots = lots;
        var report = ReportBuilder.Fill(in Header, in traded, Side.Buy, tickSize);
        Assert.Equal((Int128)expected, report.AveragePrice);
    }

    [Fact]
    public void The_largest_average_price_does_not_overflow()
    {
        var traded = Trade();
        traded.Buy.CumulativeTickLots = (Int128)long.MinValue * long.MaxValue;
        traded.Buy.CumulativeLots = long.MaxValue;
        traded.Buy.LeavesLots = 0;
        var report = ReportBuilder.Fill(in Header, in traded, Side.Buy, long.MaxValue);
        Assert.Equal((Int128)long.MinValue * long.MaxValue, report.AveragePrice);
        Assert.Equal(
            WireNull.Decimal128,
            ReportBuilder.Fill(in Header, in traded, Side.Buy, (Int128)long.MaxValue + 1).AveragePrice);
    }

    private static NewOrder Request() => new()
    {
        Order = Examples.Order,
        OrderHash = Signing.OrderHash.Digest(Examples.Domain, Examples.Order),
        ClientOrderId = 77,
        PriceTicks = -125,
        QuantityLots = 300,
    };

    private static Traded Trade() => new()
    {
        MatchId = 31,
        MatchedNs = 1234,
        MarketId = 1,
        AssetId = 3,
        Aggressor = Side.Sell,
        PriceTicks = -125,
        QuantityLots = 100,
        Buy = new TradeSide
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            AccountSequence = 8,
            CumulativeLots = 100,
            LeavesLots = 200,
            CumulativeTickLots = -12_500,
            Fee = 2,
            CashDelta = -40,
            Available = 50,
            Held = 20,
            Owed = -7,
            Margin = 15,
            PositionLots = 100,
        },
        Sell = new TradeSide
        {
            Account = Bob,
            OrderId = 43,
            ClientOrderId = 88,
            AccountSequence = 3,
            CumulativeLots = 400,
            CumulativeTickLots = -49_900,
            Fee = 4,
            CashDelta = -60,
            Available = 70,
            Owed = -7,
            PositionLots = -400,
        },
    };

    /// <summary>A report with everything absent.</summary>
    private static ExecutionReport Blank(ulong seqNo, ExecType type, OrderStatus status) => new()
    {
        SeqNo = seqNo,
        Sequence = 900,
        TransactTimeNs = 1234,
        ExecType = type,
        OrderStatus = status,
        PriceTicks = long.MinValue,
        LastPriceTicks = long.MinValue,
        EffectivePriceTicks = long.MinValue,
        PositionLots = long.MinValue,
        AveragePrice = Int128.MinValue,
        Fee = Int128.MinValue,
        CashDelta = Int128.MinValue,
        Available = Int128.MinValue,
        Held = Int128.MinValue,
        Owed = Int128.MinValue,
        Margin = Int128.MinValue,
    };

    private void AssertReport<TReport, TEvent>(
        TReport expected, EventType type, TEvent body, AccountId account, bool isShared = false)
        where TReport : unmanaged, IWireMessage
        where TEvent : unmanaged
    {
        var buffer = new byte[WireLimits.MaxFrameBytes];
        var steps = new AccountStep[PrivateEvents.MaxSteps];
        foreach (var item in Event(type, body))
        {
            var length = ReportBuilder.Write(in Header, item, account, new Ticks(), buffer);
            Assert.Equal(Convert.ToHexString(Examples.Encode(expected)), Convert.ToHexString(buffer, 0, length));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, Stranger, new Ticks(), buffer));
            if (!isShared)
            {
                Assert.Equal(1, PrivateEvents.Collect(item, steps));
                var seqNo = MemoryMarshal.Read<ulong>(Examples.Encode(expected).AsSpan(Frame.HeaderBytes));
                Assert.Equal(new AccountStep(account, seqNo), steps[0]);
            }
        }
    }

    private EventFrame Event<TEvent>(EventType type, TEvent body)
        where TEvent : unmanaged
    {
        var writer = new EventFrameWriter(_payload);
        writer.Begin(new CommandHeader { Sequence = 900, TimestampNs = 1234 });
        writer.Append(type, in body);
        writer.End();
        return new EventFrame(_payload.AsSpan(0, writer.Frame.Length));
    }

    private readonly struct Ticks : ITickSizes
    {
        public Int128 TickSizeOf(uint marketId) => marketId == 1 ? 10_000_000 : throw new KeyNotFoundException();
    }
}
