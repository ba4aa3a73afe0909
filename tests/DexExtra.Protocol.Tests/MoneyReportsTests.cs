using DexExtra.Messages;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol.Tests;

/// <summary>Every event of money, margin and positions, as its account receives it: whole reports, byte for byte.</summary>
public sealed class MoneyReportsTests
{
    private static readonly AccountId Alice = Examples.Account;
    private static readonly AccountId Stranger = new(Alice.Owner, 1);
    private static readonly AccountId Other = new(Alice.Owner, 9);
    private static readonly Hash32 Hash = new(Enumerable.Range(40, Hash32.SizeBytes).Select(value => (byte)value).ToArray());
    private static readonly EventFrameHeader Header = new() { Sequence = 900, TimestampNs = 1234 };

    private readonly byte[] _payload = new byte[4096];

    [Fact]
    [Trait("rule", "K1")]
    public void Balance_report() => AssertReport(
        new BalanceReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            Reference = 11,
            AssetId = 12,
            MarketId = 13,
            Kind = BalanceChange.FundIn,
            Amount = -15_00000000,
            Available = 16_00000000,
            Held = -17_00000000,
            Owed = 18_00000000,
            Margin = -19_00000000,
            Counterparty = Other,
        },
        EventType.BalanceChanged,
        new BalanceChanged
        {
            Account = Alice,
            AccountSequence = 5,
            Reference = 11,
            AssetId = 12,
            MarketId = 13,
            Kind = BalanceChange.FundIn,
            Amount = -15_00000000,
            Available = 16_00000000,
            Held = -17_00000000,
            Owed = 18_00000000,
            Margin = -19_00000000,
            Counterparty = Other,
        });

    [Fact]
    [Trait("rule", "F10")]
    public void Position_closed_report() => AssertReport(
        new PositionClosedReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            OpenedNs = -11,
            ClosedNs = 12,
            Lots = -13,
            MarketId = 14,
            AssetId = 15,
            End = PositionEnd.Settlement,
            Outcome = Outcome.Win,
            EntryTickLots = 18_00000000,
            ExitTickLots = -19_00000000,
            RealisedPnl = 20_00000000,
            Fees = -21_00000000,
        },
        EventType.PositionClosed,
        new PositionClosed
        {
            Account = Alice,
            AccountSequence = 5,
            OpenedNs = -11,
            ClosedNs = 12,
            Lots = -13,
            MarketId = 14,
            AssetId = 15,
            End = PositionEnd.Settlement,
            Outcome = Outcome.Win,
            EntryTickLots = 18_00000000,
            ExitTickLots = -19_00000000,
            RealisedPnl = 20_00000000,
            Fees = -21_00000000,
        });

    [Fact]
    [Trait("rule", "M9")]
    public void Position_settled_report() => AssertReport(
        new PositionSettledReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            Lots = -11,
            SettlementTicks = 12,
            MarketId = 13,
            AssetId = 14,
            RealisedPnl = -15_00000000,
            CashDelta = 16_00000000,
            Socialised = -17_00000000,
            Fee = 18_00000000,
            Available = -19_00000000,
            Held = 20_00000000,
            Owed = -21_00000000,
        },
        EventType.PositionSettled,
        new PositionSettled
        {
            Account = Alice,
            AccountSequence = 5,
            Lots = -11,
            SettlementTicks = 12,
            MarketId = 13,
            AssetId = 14,
            RealisedPnl = -15_00000000,
            CashDelta = 16_00000000,
            Socialised = -17_00000000,
            Fee = 18_00000000,
            Available = -19_00000000,
            Held = 20_00000000,
            Owed = -21_00000000,
        });

    [Fact]
    [Trait("rule", "L1")]
    public void Margin_call_report() => AssertReport(
        new MarginCallReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            AssetId = 11,
            MarketId = 12,
            Level = MarginLevel.MarginCall,
            Before = MarginLevel.Warning,
            Equity = -15_00000000,
            InitialMargin = 16_00000000,
            MaintenanceMargin = -17_00000000,
        },
        EventType.MarginCalled,
        new MarginCalled
        {
            Account = Alice,
            AccountSequence = 5,
            AssetId = 11,
            MarketId = 12,
            Level = MarginLevel.MarginCall,
            Before = MarginLevel.Warning,
            Equity = -15_00000000,
            InitialMargin = 16_00000000,
            MaintenanceMargin = -17_00000000,
        });

    [Fact]
    [Trait("rule", "L2")]
    public void Liquidation_report() => AssertReport(
        new LiquidationReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            Lots = -11,
            LimitTicks = 12,
            BankruptcyTicks = -13,
            AssetId = 14,
            MarketId = 15,
            Step = 16,
            Stage = LiquidationStage.Insured,
            IsIsolated = 1,
            IsSharing = 1,
            Equity = -19_00000000,
            MaintenanceMargin = 20_00000000,
            InsurancePaid = -21_00000000,
            Fee = 22_00000000,
        },
        EventType.LiquidationChanged,
        new LiquidationChanged
        {
            Account = Alice,
            AccountSequence = 5,
            Lots = -11,
            LimitTicks = 12,
            BankruptcyTicks = -13,
            AssetId = 14,
            MarketId = 15,
            Step = 16,
            Stage = LiquidationStage.Insured,
            IsIsolated = 1,
            IsSharing = 1,
            Equity = -19_00000000,
            MaintenanceMargin = 20_00000000,
            InsurancePaid = -21_00000000,
            Fee = 22_00000000,
        });

    [Fact]
    [Trait("rule", "L5")]
    public void Position_rank_report() => AssertReport(
        new PositionRankReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            MarketId = 11,
            Quantile = 1,
        },
        EventType.PositionRanked,
        new PositionRanked
        {
            Account = Alice,
            AccountSequence = 5,
            MarketId = 11,
            Quantile = 1,
        });

    [Fact]
    [Trait("rule", "R5")]
    public void Margin_mode_report() => AssertReport(
        new MarginModeReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            Nonce = 11,
            MarketId = 12,
            AssetId = 13,
            Mode = MarginMode.Isolated,
            Margin = -15_00000000,
            Available = 16_00000000,
            Held = -17_00000000,
            Owed = 18_00000000,
        },
        EventType.MarginModeChanged,
        new MarginModeChanged
        {
            Account = Alice,
            AccountSequence = 5,
            Nonce = 11,
            MarketId = 12,
            AssetId = 13,
            Mode = MarginMode.Isolated,
            Margin = -15_00000000,
            Available = 16_00000000,
            Held = -17_00000000,
            Owed = 18_00000000,
        });

    [Fact]
    [Trait("rule", "K2")]
    public void Withdrawal_report() => AssertReport(
        new WithdrawalReport
        {
            SeqNo = 5,
            Sequence = 900,
            TransactTimeNs = 1234,
            WithdrawalId = 11,
            Nonce = 12,
            BlockNumber = 13,
            ChainId = 14,
            AssetId = 15,
            State = WithdrawalState.Sent,
            FailureCode = 17,
            Amount = 18_00000000,
            Available = -19_00000000,
            Held = 20_00000000,
            Owed = -21_00000000,
            TransactionHash = Hash,
            Recipient = Alice.Owner,
        },
        EventType.WithdrawalChanged,
        new WithdrawalChanged
        {
            Request = new RequestWithdrawal
            {
                Account = Alice,
                Nonce = 12,
                AssetId = 15,
                Amount = 18_00000000,
                Recipient = Alice.Owner,
            },
            AccountSequence = 5,
            WithdrawalId = 11,
            BlockNumber = 13,
            ChainId = 14,
            State = WithdrawalState.Sent,
            FailureCode = 17,
            Available = -19_00000000,
            Held = 20_00000000,
            Owed = -21_00000000,
            TransactionHash = Hash,
        });

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
