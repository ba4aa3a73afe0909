using System.Globalization;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Quotes;

/// <summary>Protection of quotes: what counts, when it acts, and what it cancels (C12).</summary>
[Trait("rule", "C12")]
public sealed class QuoteProtectionTests
{
    private static readonly OrderTicket Bid = new(Alice, Side.Buy, 10, 40);
    private static readonly OrderTicket Ask = new(Alice, Side.Sell, 10, 60);

    private static readonly SetQuoteProtection Limits = new()
    {
        Account = Alice,
        Action = QuoteProtectionAction.Set,
        QuoteSet = 1,
        WindowSeconds = 10,
        FrozenSeconds = 5,
    };

    [Theory]
    [InlineData(6, 0, 0U, 2)]
    [InlineData(0, 3, 0U, 1)]
    [InlineData(0, 0, 2U, 2)]
    [InlineData(100, 100, 100U, 0)]
    public void Each_limit_counts_what_it_says(long traded, long net, uint trades, int firedAt)
    {
        var venue = Open(Limits with { MaxTradedLots = traded, MaxNetLots = net, MaxTrades = trades });
        venue.Quote(1, Bid, Ask);
        string[][] frames = [venue.Sell(Bob, 3, 40), venue.Buy(Bob, 3, 60)];

        var fired = Array.FindIndex(frames, frame => frame.Any(IsTriggered)) + 1;
        Assert.Equal(firedAt, fired);
    }

    [Fact]
    public void A_window_lasts_from_its_first_fill_and_forgets_what_was_before()
    {
        var venue = Open(Limits with { MaxTradedLots = 6 });
        venue.Quote(1, Bid, Ask);
        venue.Sell(Bob, 5, 40);
        venue.NowNs += 10 * Messages.Limits.NsPerSecond;
        Assert.DoesNotContain(venue.Sell(Bob, 5, 40), IsTriggered);
        venue.NowNs += (10 * Messages.Limits.NsPerSecond) - 1;
        Assert.Contains(venue.Buy(Bob, 1, 60), IsTriggered);
    }

    [Fact]
    public void Quotes_of_all_markets_go_and_those_of_other_sets_stay()
    {
        var venue = Open(Limits with { MaxTrades = 1 });
        venue.Protect(Limits with { QuoteSet = 2 });
        venue.Quote(1, Bid, Ask);
        var first = venue.Sequence;
        venue.Quote(1, Bid with { Terms = TestMarkets.NegativeTerms, PriceTicks = -30 });
        var second = venue.Sequence;
        venue.Quote(2, Bid with { PriceTicks = 39 });

        var frame = venue.Sell(Bob, 1, 40);

        Assert.Equal(
            [second, first, ListOrders.LegId(first, 1)],
            frame.Where(line => line.Contains("QUOTE_PROTECTION", StringComparison.Ordinal)).Select(OrderOf));
        Assert.Equal(1, venue.Engine.View.OpenOrders);
        Assert.Contains("rejected QUOTE_SET_FROZEN", venue.Quote(1, Bid)[0], StringComparison.Ordinal);
        Assert.EndsWith("-1 +1 !0", venue.Quote(2, Bid with { PriceTicks = 38 })[^3], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void More_quotes_than_a_command_visits_go_with_the_next_ones()
    {
        const int Sets = 3;
        var options = Venue.SmallOptions with { MaxMarkets = 1_600, MaxPositions = 2_000, MaxLadderNodes = 16_384 };
        var venue = new Venue(options) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Deposit(Alice, 100_000_000);
        venue.Deposit(Bob, 1_000_000);
        for (var set = 1U; set <= Sets; set++)
        {
            venue.Protect(Limits with { QuoteSet = set, MaxTrades = 1 });
        }

        for (var market = 1U; market <= options.MaxMarkets; market++)
        {
            var terms = TestMarkets.PlainTerms with { MarketId = market };
            venue.Apply(CommandType.CreateMarket, terms);
            for (var set = 1U; set <= Sets; set++)
            {
                venue.Quote(set, Bid with { Terms = terms, PriceTicks = 40 + set });
            }
        }

        var open = venue.Engine.View.OpenOrders;
        var taker = new OrderTicket(Bob, Side.Sell, 21, 41) { Terms = TestMarkets.PlainTerms with { MarketId = 1 } };
        var first = venue.Send(taker);
        Assert.Equal(Sets, first.Count(IsTriggered));
        Assert.Equal(Messages.Limits.MaxSweptPerCommand, first.Count(IsProtection));
        Assert.Contains("FROZEN", venue.Quote(3, Bid)[^1] + venue.Quote(3, Bid)[0], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
        Assert.Equal(options.MaxMarkets * Sets, open);
        venue.Engine.Audit();
    }

    [Fact]
    public void A_set_beyond_the_capacity_is_refused_and_limits_outside_their_range()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxQuoteSets = 1 });
        Assert.Equal(["alice.2 set 1 SET after 0 0 0, frozen until 0"], venue.Protect(Limits));
        Assert.Equal(["alice.3 quote 800 rejected LIMIT_REACHED"], venue.Protect(Limits with { QuoteSet = 2 }));
        Assert.Equal(
            ["alice.4 quote 800 rejected QUOTE_SET_UNKNOWN"],
            venue.Protect(Limits with { QuoteSet = 2, Action = QuoteProtectionAction.Reset }));
        SetQuoteProtection[] outside =
        [
            Limits with { QuoteSet = 0 }, Limits with { QuoteSet = 17 }, Limits with { Action = 0 },
            Limits with { WindowSeconds = 3_601 }, Limits with { FrozenSeconds = 86_401 },
            Limits with { MaxTradedLots = -1 }, Limits with { MaxNetLots = Messages.Limits.MaxQuoteLimitLots + 1 },
        ];
        foreach (var request in outside)
        {
            Assert.EndsWith("rejected INVALID_INSTRUCTIONS", venue.Protect(request)[0], StringComparison.Ordinal);
        }

        Assert.Equal(
            ["nobody.0 quote 800 rejected UNKNOWN_ACCOUNT"], venue.Protect(Limits with { Account = Nobody }));
    }

    [Fact]
    public void A_repeat_answers_as_the_sides_stand_and_cancels_nothing()
    {
        var venue = Open(Limits);
        var quote = Harness.Quotes.Message(venue, 1, Bid, Ask);
        venue.Quote(quote);
        venue.Sell(Bob, 10, 40);

        var again = venue.Quote(quote);

        Assert.Equal(3, again.Length);
        Assert.Contains("is FILLED", again[0], StringComparison.Ordinal);
        Assert.Contains("is NEW", again[1], StringComparison.Ordinal);
        Assert.EndsWith("-0 +0 !0", again[2], StringComparison.Ordinal);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    private static Venue Open(SetQuoteProtection limits)
    {
        var venue = Venue.Open();
        venue.Protect(limits);
        return venue;
    }

    private static bool IsTriggered(string line) => line.Contains(" TRIGGERED after ", StringComparison.Ordinal);

    private static bool IsProtection(string line) => line.Contains(" QUOTE_PROTECTION ", StringComparison.Ordinal);

    private static long OrderOf(string line) => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);
}
