using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Money;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Money;

/// <summary>A number of money that is wrong by one unit, in whatever event, is found in that frame.</summary>
[Trait("rule", "F7")]
public sealed class SlowLedgerTests
{
    private const int Seed = 4;
    private const int MostCommands = 8_000;

    public static TheoryData<EventType, string> Numbers => new()
    {
        { EventType.DepositCredited, nameof(DepositCredited.Available) },
        { EventType.OrderAccepted, nameof(OrderAccepted.Hold) },
        { EventType.OrderAccepted, nameof(OrderAccepted.Available) },
        { EventType.OrderAccepted, nameof(OrderAccepted.Held) },
        { EventType.OrderAccepted, nameof(OrderAccepted.Owed) },
        { EventType.OrderCancelled, nameof(OrderCancelled.Released) },
        { EventType.Traded, nameof(Traded.Pool) },
        { EventType.Traded, "Buy.Fee" },
        { EventType.Traded, "Buy.CashDelta" },
        { EventType.Traded, "Sell.Available" },
        { EventType.Traded, "Sell.Margin" },
        { EventType.Traded, "Buy.PositionLots" },
        { EventType.Traded, "Sell.PositionCost" },
        { EventType.Traded, "Buy.RealisedPnl" },
        { EventType.PositionClosed, nameof(PositionClosed.RealisedPnl) },
        { EventType.PositionClosed, nameof(PositionClosed.Fees) },
        { EventType.BalanceChanged, nameof(BalanceChanged.Amount) },
        { EventType.BalanceChanged, nameof(BalanceChanged.Held) },
        { EventType.FundChanged, nameof(FundChanged.Amount) },
        { EventType.FundChanged, nameof(FundChanged.Balance) },
        { EventType.WithdrawalChanged, nameof(WithdrawalChanged.Available) },
        { EventType.MarginCalled, nameof(MarginCalled.Equity) },
        { EventType.MarginCalled, nameof(MarginCalled.InitialMargin) },
        { EventType.MarginCalled, nameof(MarginCalled.MaintenanceMargin) },
        { EventType.MarginReported, nameof(MarginReported.Hold) },
        { EventType.MarginReported, nameof(MarginReported.FreeAfter) },
        { EventType.MarginReported, nameof(MarginReported.Withdrawable) },
        { EventType.MarginReported, nameof(MarginReported.BuyingPowerLots) },
        { EventType.LiquidationChanged, nameof(LiquidationChanged.Equity) },
        { EventType.LiquidationChanged, nameof(LiquidationChanged.BankruptcyTicks) },
        { EventType.LiquidationChanged, nameof(LiquidationChanged.LimitTicks) },
        { EventType.LiquidationChanged, nameof(LiquidationChanged.InsurancePaid) },
        { EventType.LiquidationChanged, nameof(LiquidationChanged.Fee) },
        { EventType.PositionSettled, nameof(PositionSettled.CashDelta) },
        { EventType.PositionSettled, nameof(PositionSettled.RealisedPnl) },
        { EventType.MarketSettled, nameof(MarketSettled.Gains) },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_that_is_wrong_by_one_is_found(EventType type, string field)
    {
        var profile = MoneyProfile.Draw("lives", Seed);
        var venue = new EngineVenue(profile.Options);
        var ledger = new SlowLedger(venue.Engine.View.TickVolatility, venue.Engine.View.MarkedNs);
        var stream = new MoneyStream(profile, Seed, ledger);
        for (var number = 0; number < MostCommands; number++)
        {
            var frame = venue.Apply(stream.Next()).ToArray();
            if (TrySpoil(frame, type, field))
            {
                Assert.Throws<MoneyException>(() => ledger.Apply(frame));
                return;
            }

            ledger.Apply(frame);
            stream.Observe(frame);
        }

        Assert.Fail($"no {type} in {MostCommands} commands");
    }

    /// <summary>One more in the first event of the type.</summary>
    private static bool TrySpoil(byte[] frame, EventType type, string field)
    {
        var offset = EventFrameHeader.SizeBytes;
        while (offset < frame.Length)
        {
            var header = MemoryMarshal.Read<EventHeader>(frame.AsSpan(offset));
            if (header.Type == type)
            {
                frame[offset + EventHeader.SizeBytes + OffsetOf(type, field)] ^= 1;
                return true;
            }

            offset += header.Length;
        }

        return false;
    }

    private static int OffsetOf(EventType type, string field)
    {
        var body = Type.GetType($"DexExtra.Messages.{type}, DexExtra.Messages")!;
        var offset = 0;
        foreach (var part in field.Split('.'))
        {
            offset += (int)Marshal.OffsetOf(body, part);
            body = body.GetField(part)!.FieldType;
        }

        return offset;
    }
}
