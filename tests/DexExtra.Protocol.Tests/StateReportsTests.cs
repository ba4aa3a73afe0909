using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>Every event besides entry, trade and end, as its account receives it: whole reports, byte for byte.</summary>
public sealed class StateReportsTests
{
    private static readonly AccountId Alice = Examples.Account;
    private static readonly AccountId Stranger = new(Alice.Owner, 1);
    private static readonly EventFrameHeader Header = new() { Sequence = 900, TimestampNs = 1234 };

    private readonly byte[] _payload = new byte[4096];

    [Fact]
    [Trait("rule", "T4")]
    public void A_stop_that_fired() => AssertReport(
        new OrderTriggeredReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            Source = TriggerSource.Mark,
            TriggerTicks = -10,
            SourceTicks = -11,
            EffectivePriceTicks = -20,
            LeavesLots = 3,
        },
        EventType.OrderTriggered,
        new OrderTriggered
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            AccountSequence = 5,
            MarketId = 1,
            Source = TriggerSource.Mark,
            TriggerTicks = -10,
            SourceTicks = -11,
            EffectivePriceTicks = -20,
            LeavesLots = 3,
        });

    [Fact]
    [Trait("rule", "T14")]
    public void A_child_that_woke() => AssertReport(
        new OrderActivatedReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            OrderId = 42,
            ClientOrderId = 77,
            ParentOrderId = 41,
            MarketId = 1,
            OrderStatus = OrderStatus.PendingTrigger,
            ActivatedLots = 2,
            LeavesLots = 3,
        },
        EventType.OrderActivated,
        new OrderActivated
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            AccountSequence = 5,
            ParentOrderId = 41,
            MarketId = 1,
            Status = OrderStatus.PendingTrigger,
            ActivatedLots = 2,
            LeavesLots = 3,
        });

    [Theory]
    [Trait("rule", "O-PEG")]
    [InlineData(0, -7, -7)]
    [InlineData(1, 0, long.MinValue)]
    public void A_peg_that_moved_or_was_parked(byte isParked, long priceTicks, long reported) => AssertReport(
        new OrderRepricedReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            OrderId = 42,
            ClientOrderId = 77,
            MarketId = 1,
            IsParked = isParked,
            PriceTicks = reported,
        },
        EventType.OrderRepriced,
        new OrderRepriced
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            AccountSequence = 5,
            MarketId = 1,
            IsParked = isParked,
            PriceTicks = priceTicks,
        });

    [Fact]
    [Trait("rule", "C1")]
    public void An_amended_order_with_all_its_terms() => AssertReport(
        new OrderAmendedReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            OrderId = 42,
            ClientOrderId = 77,
            RequestClientOrderId = 78,
            MarketId = 1,
            AssetId = 3,
            KeepsPriority = 1,
            Version = 2,
            OrderHash = Signing.OrderHash.Digest(Examples.Domain, Examples.Order),
            PriceTicks = -125,
            QuantityLots = 10,
            DisplayLots = 2,
            LeavesLots = 6,
            CumulativeLots = 4,
            ExpirySeconds = 99,
            Hold = 11,
            Available = 12,
            Held = 13,
            Owed = -14,
        },
        EventType.OrderAmended,
        new OrderAmended
        {
            Account = Alice,
            OrderId = 42,
            ClientOrderId = 77,
            RequestClientOrderId = 78,
            AccountSequence = 5,
            MarketId = 1,
            AssetId = 3,
            OrderHash = Signing.OrderHash.Digest(Examples.Domain, Examples.Order),
            PriceTicks = -125,
            QuantityLots = 10,
            DisplayLots = 2,
            LeavesLots = 6,
            CumulativeLots = 4,
            ExpirySeconds = 99,
            Version = 2,
            KeepsPriority = 1,
            Hold = 11,
            Available = 12,
            Held = 13,
            Owed = -14,
        });

    [Fact]
    [Trait("rule", "C3")]
    public void A_refused_amendment() => AssertReport(
        new OrderAmendReject
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            ClientOrderId = 78,
            OrigClientOrderId = 77,
            OrderId = 42,
            Reason = RejectReason.OutsideSignedOrder,
        },
        EventType.AmendRejected,
        new AmendRejected
        {
            Account = Alice,
            ClientOrderId = 78,
            OrigClientOrderId = 77,
            OrderId = 42,
            AccountSequence = 5,
            Reason = RejectReason.OutsideSignedOrder,
        });

    [Fact]
    [Trait("rule", "C6")]
    public void The_end_of_a_mass_cancel() => AssertReport(
        new MassCancelReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            ClientOrderId = 78,
            CancelledOrders = 12,
            FirstSequence = 890,
            LastSequence = 900,
        },
        EventType.MassCancelled,
        new MassCancelled
        {
            Account = Alice,
            ClientOrderId = 78,
            AccountSequence = 5,
            CancelledOrders = 12,
            FirstSequence = 890,
            LastSequence = 900,
        });

    [Fact]
    [Trait("rule", "C6")]
    public void A_lock() => AssertReport(
        new AccountLockReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            ClientOrderId = 78,
            IsLocked = 1,
            AllSubaccounts = 1,
        },
        EventType.AccountLockChanged,
        new AccountLockChanged
        {
            Account = Alice,
            ClientOrderId = 78,
            AccountSequence = 5,
            IsLocked = 1,
            AllSubaccounts = 1,
        });

    [Fact]
    public void Events_of_the_public_and_replacements_are_nobodys_report()
    {
        var buffer = new byte[WireLimits.MaxFrameBytes];
        var steps = new AccountStep[PrivateEvents.MaxSteps];
        foreach (var item in Event(EventType.OrderReplaced, default(OrderReplaced)))
        {
            Assert.Equal(0, PrivateEvents.Collect(item, steps));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, default, default(Ticks), buffer));
        }

        foreach (var item in Event(EventType.MarketStateChanged, default(MarketStateChanged)))
        {
            Assert.Equal(0, PrivateEvents.Collect(item, steps));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, default, default(Ticks), buffer));
        }
    }

    [Fact]
    [Trait("rule", "C8")]
    public void Every_private_report_can_be_marked_as_resent_and_no_request_can()
    {
        foreach (var template in Enum.GetValues<Template>().Where(template => template != Template.None))
        {
            var body = new byte[Templates.BlockLengthOf(template)];
            var frame = Templates.EntryLengthOf(template) != 0
                ? WireBodies.Frame(template, body, [])
                : WireBodies.Frame(template, body);
            var before = frame.ToArray();
            ReportBuilder.MarkResent(frame);
            var changed = WireBodies.Fields(WireBodies.Of(template), frame[Frame.HeaderBytes..])
                .Where(field => field.Bytes.Any(value => value != 0))
                .Select(field => field.Name);
            var isNumbered = template is >= Template.ExecutionReport and not Template.BusinessReject;
            Assert.Equal(isNumbered ? ["possResend"] : [], changed);
            Assert.Equal(isNumbered ? 1 : 0, frame.Zip(before).Count(pair => pair.First != pair.Second));
        }
    }

    private void AssertReport<TReport, TEvent>(TReport expected, EventType type, TEvent body)
        where TReport : unmanaged, IWireMessage
        where TEvent : unmanaged
    {
        var buffer = new byte[WireLimits.MaxFrameBytes];
        var steps = new AccountStep[PrivateEvents.MaxSteps];
        foreach (var item in Event(type, body))
        {
            var length = ReportBuilder.Write(in Header, item, Alice, default(Ticks), buffer);
            Assert.Equal(Convert.ToHexString(Examples.Encode(expected)), Convert.ToHexString(buffer, 0, length));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, Stranger, default(Ticks), buffer));
            Assert.Equal(1, PrivateEvents.Collect(item, steps));
            Assert.Equal(new AccountStep(Alice, 5), steps[0]);
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
        public Int128 TickSizeOf(uint marketId) => throw new KeyNotFoundException();
    }
}
