using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>The reports of quotes carry what their events say, to their account and nobody else (C12).</summary>
[Trait("rule", "C12")]
public sealed class QuoteReportsTests
{
    private static readonly AccountId Alice = Examples.Account;
    private static readonly EventFrameHeader Header = new() { Sequence = 900, TimestampNs = 1234 };

    private readonly byte[] _payload = new byte[1024];

    [Fact]
    public void A_quote() => AssertReport(
        new MassQuoteReport
        {
            SeqNo = 5, Sequence = 900, TransactTimeNs = 1234, QuoteId = 6, MarketId = 7, QuoteSet = 8,
            CancelledSides = 1, AcceptedSides = 2, RejectedSides = 3,
        },
        EventType.MassQuoted,
        new MassQuoted
        {
            Account = Alice, AccountSequence = 5, QuoteId = 6, MarketId = 7, QuoteSet = 8,
            CancelledSides = 1, AcceptedSides = 2, RejectedSides = 3,
        });

    [Fact]
    public void A_refusal() => AssertReport(
        new QuoteReject
        {
            SeqNo = 5, Sequence = 900, TransactTimeNs = 1234, QuoteId = 6, MarketId = 7, QuoteSet = 8,
            Reason = RejectReason.QuoteSetFrozen,
        },
        EventType.QuoteRejected,
        new QuoteRejected
        {
            Account = Alice, AccountSequence = 5, QuoteId = 6, MarketId = 7, QuoteSet = 8,
            Reason = RejectReason.QuoteSetFrozen,
        });

    [Fact]
    public void A_change_of_protection() => AssertReport(
        new QuoteProtectionReport
        {
            SeqNo = 5, Sequence = 900, TransactTimeNs = 1234, ClientOrderId = 6, MaxTradedLots = 7, MaxNetLots = 8,
            TradedLots = 9, NetLots = -10, FrozenUntilNs = 11, MaxTrades = 12, Trades = 13, WindowSeconds = 14,
            FrozenSeconds = 15, QuoteSet = 16, Cause = QuoteProtectionCause.Triggered,
        },
        EventType.QuoteProtectionChanged,
        new QuoteProtectionChanged
        {
            Account = Alice, AccountSequence = 5, ClientOrderId = 6, MaxTradedLots = 7, MaxNetLots = 8,
            TradedLots = 9, NetLots = -10, FrozenUntilNs = 11, MaxTrades = 12, Trades = 13, WindowSeconds = 14,
            FrozenSeconds = 15, QuoteSet = 16, Cause = QuoteProtectionCause.Triggered,
        });

    private void AssertReport<TReport, TEvent>(TReport expected, EventType type, TEvent body)
        where TReport : unmanaged, IWireMessage
        where TEvent : unmanaged
    {
        var buffer = new byte[WireLimits.MaxFrameBytes];
        var steps = new AccountStep[PrivateEvents.MaxSteps];
        var stranger = new AccountId(Alice.Owner, 77);
        var writer = new EventFrameWriter(_payload);
        writer.Begin(new CommandHeader { Sequence = 900, TimestampNs = 1234 });
        writer.Append(type, in body);
        writer.End();
        foreach (var item in new EventFrame(_payload.AsSpan(0, writer.Frame.Length)))
        {
            var length = ReportBuilder.Write(in Header, item, Alice, default(Ticks), buffer);
            Assert.Equal(Convert.ToHexString(Examples.Encode(expected)), Convert.ToHexString(buffer, 0, length));
            Assert.Equal(0, ReportBuilder.Write(in Header, item, stranger, default(Ticks), buffer));
            Assert.Equal(1, PrivateEvents.Collect(item, steps));
            Assert.Equal(new AccountStep(Alice, 5), steps[0]);
        }
    }

    private readonly struct Ticks : ITickSizes
    {
        public Int128 TickSizeOf(uint marketId) => throw new KeyNotFoundException();
    }
}
