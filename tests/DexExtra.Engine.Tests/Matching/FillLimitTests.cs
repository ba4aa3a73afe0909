using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

public sealed class FillLimitTests
{
    [Fact]
    [Trait("rule", "ENG-09")]
    public void One_command_trades_with_exactly_the_allowed_number_of_makers()
    {
        var venue = WithMakers(Limits.MaxFillsPerCommand + 1);
        var taker = new OrderTicket(Alice, Side.Buy, Limits.MaxFillsPerCommand + 1, 1) { Terms = Wide };

        var killed = venue.Send(taker with { TimeInForce = TimeInForce.FillOrKill });
        Assert.Equal(["alice.2 rejected FOK_NOT_FILLABLE"], killed);

        var events = venue.Send(taker);

        Assert.Equal(Limits.MaxFillsPerCommand + 3, events.Length);
        Assert.Contains(" STOPPED ", events[^2], StringComparison.Ordinal);
        Assert.Contains("FILL_LIMIT 1 after 4096", events[^2], StringComparison.Ordinal);
        Assert.EndsWith("Sell 1: 1 in 1", events[^1], StringComparison.Ordinal);
        Assert.True(venue.LastFrame.Length < Limits.MaxEventFrameBytes);
    }

    [Fact]
    public void An_order_that_needs_exactly_the_allowed_number_of_makers_fills()
    {
        var venue = WithMakers(Limits.MaxFillsPerCommand + 1);
        var taker = new OrderTicket(Alice, Side.Buy, Limits.MaxFillsPerCommand, 1)
        {
            Terms = Wide,
            TimeInForce = TimeInForce.FillOrKill,
        };

        Assert.Equal(Limits.MaxFillsPerCommand + 2, venue.Send(taker).Length);
    }

    [Fact]
    public void The_largest_frame_fits_its_buffer()
    {
        const int expiries = EngineOptions.MaxExpiriesInFrame;
        var largest = EventFrameHeader.SizeBytes
            + (expiries * (OrderCancelled.SizeBytes + LevelChanged.SizeBytes + (2 * EventHeader.SizeBytes)))
            + (Limits.MaxFillsPerCommand * (Traded.SizeBytes + LevelChanged.SizeBytes + (2 * EventHeader.SizeBytes)))
            + OrderAccepted.SizeBytes + OrderCancelled.SizeBytes + LevelChanged.SizeBytes + (3 * EventHeader.SizeBytes);

        const int prevented = PreventedMatch.SizeBytes + OrderCancelled.SizeBytes + OrderReduced.SizeBytes;
        Assert.True(prevented + EventHeader.SizeBytes <= Traded.SizeBytes, "a trade is the largest outcome");
        Assert.True(largest <= Limits.MaxEventFrameBytes, $"{largest} bytes");
    }

    [Fact]
    [Trait("rule", "S4")]
    public void Prevented_matches_count_against_the_same_limit()
    {
        var venue = WithMakers(Limits.MaxFillsPerCommand + 1);
        var taker = new OrderTicket(Bob, Side.Buy, 2, 1) { Terms = Wide, Flags = OrderFlags.CancelOldest };

        var killed = venue.Send(taker with { TimeInForce = TimeInForce.FillOrKill });
        var stopped = venue.Send(taker);

        Assert.EndsWith("rejected FOK_NOT_FILLABLE", killed[0], StringComparison.Ordinal);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
        Assert.Contains("FILL_LIMIT 2 after 0", stopped[^2], StringComparison.Ordinal);
    }

    private static CreateMarket Wide => TestMarkets.PlainTerms with
    {
        MarketId = 3,
        CapTicks = 2,
        MaxOrderLots = 10_000,
        TakerFeePerLot = 0,
        MakerFeePerLot = 0,
    };

    private static Venue WithMakers(int count)
    {
        var venue = new Venue { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, Wide);
        venue.Deposit(Alice, 10_000);
        venue.Deposit(Bob, 10_000);
        for (var maker = 0; maker < count; maker++)
        {
            venue.Send(new OrderTicket(Bob, Side.Sell, 1, 1) { Terms = Wide });
        }

        return venue;
    }
}
