using System.Globalization;
using DexExtra.Engine.Auctions;
using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Sweeps;

/// <summary>Sweeps that one command cannot finish.</summary>
public sealed class LongSweepTests
{
    private const int Orders = 20_000;

    private static EngineOptions Large => Venue.SmallOptions with
    {
        MaxOpenOrders = 32_768,
        MaxClientOrderIds = 65_536,
    };

    [Fact]
    [Trait("rule", "C6")]
    public void A_mass_cancel_of_many_orders_goes_on_while_others_trade()
    {
        var venue = OpenWithOrders();
        var resting = venue.Sequence;

        var events = venue.MassCancel(Alice);
        Assert.Equal(Limits.MaxSweptPerCommand, Cancels(events, "MASS_CANCEL"));

        // a new order of the account, and others that take orders which are still to be swept
        events = venue.Buy(Alice, 1, 20);
        var own = venue.Sequence;
        Assert.Equal(Limits.MaxSweptPerCommand, Cancels(events, "MASS_CANCEL"));
        Assert.Contains(events, line => line.Contains($"accepted {own},", StringComparison.Ordinal));
        venue.Buy(Bob, 3, 90);
        venue.Buy(Bob, 2, 90);
        venue.Engine.Audit();
        events = venue.Tick();

        Assert.Contains(
            events,
            line => line.EndsWith(
                $"mass cancelled {Orders - 5} in {resting + 1}-{venue.Sequence}", StringComparison.Ordinal));
        Assert.True(Cancels(events, "MASS_CANCEL") > 0);
        Assert.DoesNotContain(venue.Tick(), line => line.Contains("cancel", StringComparison.OrdinalIgnoreCase));
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "C6")]
    public void The_order_that_a_mass_cancel_stands_at_may_go()
    {
        var venue = OpenWithOrders();
        venue.MassCancel(Alice);
        var job = venue.Engine.State.Sweeps[0];
        var next = venue.Engine.State.Orders[job.Order].OrderId;

        var events = venue.Cancel(Alice, next + (2 * Limits.MaxSweptPerCommand));

        Assert.Equal(Limits.MaxSweptPerCommand + 1, Cancels(events, "CANCELLED"));
        Assert.NotEqual(next, venue.Engine.State.Orders[venue.Engine.State.Sweeps[0].Order].OrderId);
        var total = Orders - (2 * Limits.MaxSweptPerCommand) - 1;
        while (total > 0)
        {
            total -= Cancels(venue.Tick(), "MASS_CANCEL");
        }

        Assert.Equal(0, venue.Engine.View.OpenOrders);
        Assert.Equal(0, venue.Engine.State.Sweeps.Count);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void It_waits_at_a_market_that_is_uncrossing()
    {
        var venue = OpenUnaudited();
        venue.Buy(Alice, 1, 40);
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 0) { Terms = TestMarkets.NegativeTerms });
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        market.Call.Phase = CallPhase.Uncrossing;

        Assert.Empty(venue.MassCancel(Alice));

        // another one need not wait
        var elsewhere = new MassCancel
        {
            Account = Alice,
            MarketId = TestMarkets.Negative,
            Filters = MassCancelFilters.Market,
        };
        Assert.Contains("mass cancelled 1", venue.MassCancel(elsewhere)[1], StringComparison.Ordinal);
        market.Call.Phase = CallPhase.None;
        Assert.Contains("mass cancelled 1", venue.Tick()[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void Sixty_four_may_run()
    {
        var venue = OpenUnaudited();
        venue.Buy(Alice, 1, 40);
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        market.Call.Phase = CallPhase.Uncrossing;
        for (var count = 0; count < Limits.MaxMassCancels; count++)
        {
            Assert.Empty(venue.MassCancel(Alice));
        }

        Assert.Equal(["alice.3 cancel of 0 rejected LIMIT_REACHED"], venue.MassCancel(Alice));
        market.Call.Phase = CallPhase.None;
        var events = venue.Tick();
        Assert.Contains("MASS_CANCEL", events[0], StringComparison.Ordinal);
        Assert.Equal(Limits.MaxMassCancels, events.Count(line => line.Contains("mass cancelled", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(SweepKind.GoodForContinuous, "CONTINUOUS_END", TimeInForce.GoodForContinuous)]
    [InlineData(SweepKind.MarketClosed, "MARKET_CLOSED", TimeInForce.GoodTillCancel)]
    [Trait("rule", "O-GFN")]
    [Trait("rule", "M2")]
    internal void A_sweep_of_a_market_visits_bids_asks_and_the_rest(
        SweepKind kind, string reason, TimeInForce timeInForce)
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { TimeInForce = timeInForce });
        venue.Send(new OrderTicket(Bob, Side.Buy, 1, 41) { TimeInForce = timeInForce });
        venue.Send(new OrderTicket(Bob, Side.Buy, 1, 40) { TimeInForce = timeInForce });
        venue.Send(new OrderTicket(Bob, Side.Sell, 1, 60) { TimeInForce = timeInForce });
        venue.Apply(CommandType.NewOrder, venue.Stop(
            new OrderTicket(Carol, Side.Sell, 1, 20) { Type = OrderType.StopLimit }, 25));

        var swept = Sweep(venue, kind);

        long[] expected = kind == SweepKind.MarketClosed ? [8, 7, 9, 10, 11] : [8, 7, 9, 10];
        Assert.Equal(expected, swept.Where(line => line.Contains(reason, StringComparison.Ordinal)).Select(IdOf));
    }

    [Fact]
    [Trait("rule", "Q2")]
    public void Prices_off_a_new_grid_are_swept()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 1, 40);
        venue.Buy(Alice, 1, 42);
        venue.Sell(Bob, 1, 60);
        venue.Sell(Bob, 1, 63);
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        var rules = market.Rules;
        rules.PriceIncrementTicks = 5;
        market.SetRules(in rules);

        var swept = Sweep(venue, SweepKind.TickChanged);

        Assert.Equal([8, 10], swept.Where(line => line.Contains("TICK_CHANGED", StringComparison.Ordinal)).Select(IdOf));
    }

    [Fact]
    [Trait("rule", "Q2")]
    public void No_market_trades_again_before_the_prices_off_its_new_grid_are_gone()
    {
        var venue = OpenWithOrders();
        venue.SetState(MarketState.Halted);
        var rules = venue.Engine.State.Markets.Find(TestMarkets.Plain)!.Rules;
        rules.PriceIncrementTicks = 20;
        Assert.Equal(Limits.MaxSweptPerCommand, Cancels(venue.SetRules(rules), "TICK_CHANGED"));
        for (var visited = 2 * Limits.MaxSweptPerCommand; visited < Orders; visited += Limits.MaxSweptPerCommand)
        {
            Assert.Contains("SetMarketState 1 rejected ILLEGAL_TRANSITION", venue.SetState(MarketState.PostOnly));
        }

        Assert.Contains(
            venue.SetState(MarketState.PostOnly), line => line.Contains("POST_ONLY", StringComparison.Ordinal));
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "O-GFA")]
    public void A_sweep_of_a_market_survives_what_moves_in_it()
    {
        var venue = OpenWithOrders();
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        var swept = Cancels(Sweep(venue, SweepKind.MarketClosed), "MARKET_CLOSED");
        Assert.Equal(Limits.MaxSweptPerCommand, swept);
        Assert.True(venue.Engine.State.Sweeps.IsSweeping(market.Slot));

        // the order it stands at trades, another one is cancelled
        swept += Cancels(venue.Sell(Bob, 1, 10), "MARKET_CLOSED");
        var next = venue.Engine.State.Orders[venue.Engine.State.Sweeps[0].Order].OrderId;
        swept += Cancels(venue.Cancel(Alice, next), "MARKET_CLOSED");
        while (venue.Engine.State.Sweeps.Count > 0)
        {
            swept += Cancels(venue.Tick(), "MARKET_CLOSED");
        }

        venue.Engine.Audit();
        Assert.Equal(0, venue.Engine.View.OpenOrders);
        Assert.Equal(Orders - 1, swept);
    }

    /// <summary>Alice's orders on both sides, one lot each, at a few prices.</summary>
    private static Venue OpenWithOrders()
    {
        var venue = new Venue(Large) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Deposit(Alice, 10_000_000);
        venue.Deposit(Bob, 10_000_000);
        for (var count = 0; count < Orders; count++)
        {
            var isBuy = count % 2 == 0;
            venue.Send(new OrderTicket(Alice, isBuy ? Side.Buy : Side.Sell, 1, isBuy ? 40 + (count % 3) : 60 + (count % 3)));
        }

        Assert.Equal(Orders, venue.Engine.View.OpenOrders);
        return venue;
    }

    /// <summary>Starts a sweep as a change of the market's state would, in a frame of its own.</summary>
    private static string[] Sweep(Venue venue, SweepKind kind)
    {
        var frame = new byte[Limits.MaxEventFrameBytes];
        var sink = new EventFrameWriter(frame);
        var header = new CommandHeader { Sequence = venue.Sequence, TimestampNs = venue.NowNs };
        sink.Begin(in header);
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        venue.Engine.Parts.Sweeps.Start(kind, market, ref sink);
        sink.End();
        return EventText.Describe(sink.Frame);
    }

    private static long IdOf(string line) => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);

    private static int Cancels(string[] events, string reason) =>
        events.Count(line => line.Contains(" " + reason + " ", StringComparison.Ordinal));

    /// <summary>The market's phase is set from outside, which the audit would take for damage.</summary>
    private static Venue OpenUnaudited()
    {
        var venue = new Venue(Venue.SmallOptions) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Apply(CommandType.CreateMarket, TestMarkets.NegativeTerms);
        venue.Deposit(Alice, 10_000);
        return venue;
    }
}
