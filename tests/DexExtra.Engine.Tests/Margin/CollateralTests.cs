using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §4: assets that back others.</summary>
[Trait("rule", "R4")]
[Trait("rule", "C13")]
public sealed class CollateralTests
{
    private static readonly SetCollateral Good = new()
    {
        AssetId = MarginVenue.BackingAsset,
        BackedAssetId = TestMarkets.AssetId,
        HaircutBp = 2_500,
        Cap = 1_000,
    };

    [Fact]
    public void Collateral_is_refused_where_it_could_not_be_reckoned()
    {
        var venue = MarginVenue.Open();
        Assert.Equal("UNKNOWN_ASSET", Set(venue, Good with { AssetId = 9 }));
        Assert.Equal("UNKNOWN_ASSET", Set(venue, Good with { BackedAssetId = 9 }));
        Assert.Equal("INVALID_PARAMETERS", Set(venue, Good with { BackedAssetId = Good.AssetId }));
        Assert.Equal("INVALID_PARAMETERS", Set(venue, Good with { HaircutBp = 10_000 }));
        Assert.Equal("INVALID_PARAMETERS", Set(venue, Good with { Cap = -1 }));
        Assert.Equal("INVALID_PARAMETERS", Set(venue, Good with { Cap = EngineLimits.MaxDeposits + 1 }));
        Assert.Equal("ILLEGAL_TRANSITION", Set(venue, Good with { AssetId = 1, BackedAssetId = 2 }));
        Assert.Equal("ILLEGAL_TRANSITION", Price(venue, FixedPoint.One));
        Assert.Equal("asset 2 backs 1, haircut 2500, cap 1000", Set(venue, Good));
        Assert.Equal("asset 2 backs 1, haircut 9999, cap 0", Set(venue, Good with { HaircutBp = 9_999, Cap = 0 }));
        Assert.Equal("UNKNOWN_ASSET", Price(venue, FixedPoint.One, 9));
        Assert.Equal("INVALID_PARAMETERS", Price(venue, 0));
        Assert.Equal("INVALID_PARAMETERS", Price(venue, 10_000_000_000_000_001));
        Assert.Equal("price of asset 2 is 10000000000000000", Price(venue, 10_000_000_000_000_000));
    }

    [Fact]
    public void An_asset_backs_one_other_and_is_not_backed_itself()
    {
        var venue = MarginVenue.Open();
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 3, Token = Of(1_003).Owner });
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with { AssetId = 4, Token = Of(1_004).Owner });
        Set(venue, Good);
        Assert.Equal("ILLEGAL_TRANSITION", Set(venue, Good with { BackedAssetId = 3 }));
        Assert.Equal("ILLEGAL_TRANSITION", Set(venue, Good with { AssetId = 3, BackedAssetId = 2 }));
        Assert.StartsWith("asset 3", Set(venue, Good with { AssetId = 3, BackedAssetId = 4 }), StringComparison.Ordinal);
        Assert.Equal("ILLEGAL_TRANSITION", Set(venue, Good with { AssetId = 4, BackedAssetId = 1 }));
    }

    [Fact]
    public void A_market_with_margin_is_not_settled_in_what_backs_others()
    {
        var venue = MarginVenue.Open();
        Set(venue, Good);
        var terms = MarginVenue.CrossTerms with { MarketId = 9, AssetId = MarginVenue.BackingAsset };
        Assert.Contains("INVALID_PARAMETERS", venue.Apply(CommandType.CreateMarket, terms)[0]);
        Assert.Contains("created", venue.Apply(CommandType.CreateMarket, terms with { MarginMode = MarginMode.Full })[0]);
    }

    [Fact]
    public void Trade_by_trade_settlement_knows_no_collateral()
    {
        var venue = Venue.Open();
        Assert.Equal("NOT_SUPPORTED", Set(venue, Good));
    }

    /// <summary>8,000 at a price of 2 less a haircut of 25 % are 12,000; the cap is 1,000,000 and then 5,000.</summary>
    [Fact]
    public void It_counts_at_its_price_less_the_haircut_up_to_the_cap_while_the_price_is_young()
    {
        var venue = MarginVenue.Open();
        venue.Back(Alice, 8_000, 2_500, 2 * FixedPoint.One);
        Assert.Equal(22_000, venue.Ask(Alice, MarginVenue.Cross, Side.Buy, 0, 50).Equity);
        Set(venue, Good with { Cap = 5_000, MaxAgeSeconds = 10 });
        Assert.Equal(15_000, venue.Ask(Alice, MarginVenue.Cross, Side.Buy, 0, 50).Equity);
        venue.NowNs += 10 * Limits.NsPerSecond - 1;
        Assert.Equal(5_000, venue.Ask(Alice, MarginVenue.Cross, Side.Buy, 0, 50).Collateral);
        venue.NowNs += 1;
        Assert.Equal(0, venue.Ask(Alice, MarginVenue.Cross, Side.Buy, 0, 50).Collateral);
    }

    /// <summary>Everything that may be deposited at the highest price that may be set.</summary>
    [Fact]
    public void The_largest_values_do_not_overflow()
    {
        var venue = MarginVenue.Open();
        venue.Back(Alice, EngineLimits.MaxDeposits, 0, 10_000_000_000_000_000);
        Set(venue, Good with { Cap = EngineLimits.MaxDeposits });
        Assert.Equal(EngineLimits.MaxDeposits, venue.Ask(Alice, MarginVenue.Cross, Side.Buy, 0, 50).Collateral);
    }

    /// <summary>What backs margin is not spent on a FULL market that it settles.</summary>
    [Fact]
    public void Holds_in_the_backing_asset_leave_what_the_margin_needs()
    {
        var venue = MarginVenue.Open();
        venue.Apply(
            CommandType.CreateMarket, TestMarkets.PlainTerms with { MarketId = 9, AssetId = MarginVenue.BackingAsset });
        venue.Back(Alice, 10_000);
        venue.Pair(MarginVenue.Cross, Bob, Carol, 500, 50);
        venue.Pair(MarginVenue.Cross, Alice, Carol, 1_500, 50);
        var cash = new MarginCalculator(venue.Engine.State).OfCross(venue.BalanceOf(Alice), in ExtraOrder.None);
        Assert.Equal(5_000, cash.FreeToTakeOut);

        var terms = TestMarkets.PlainTerms with { MarketId = 9 };
        var large = new OrderTicket(Alice, Side.Buy, 97, 50) { Terms = terms };
        Assert.Equal("INSUFFICIENT_FUNDS", MarginVenue.Answer(venue.Send(large)));
        Assert.Equal("ACCEPTED", MarginVenue.Answer(venue.Send(large with { Lots = 96 })));
    }

    /// <summary>
    /// Worth 0, because its price is too old, it still is what stands behind the unit: it neither leaves nor is held.
    /// </summary>
    [Fact]
    public void Collateral_without_a_fresh_price_does_not_leave_a_unit_that_lacks_margin()
    {
        var venue = BackedWithFull();
        Lack(venue);
        var asked = venue.Ask(Alice, Full.MarketId, Side.Buy, 1, 50);
        Assert.Equal((0, RejectReason.InsufficientFunds), (asked.Withdrawable, asked.Reason));
        var order = new OrderTicket(Alice, Side.Buy, 1, 50) { Terms = Full };
        Assert.Equal("INSUFFICIENT_FUNDS", MarginVenue.Answer(venue.Send(order)));
        var transfer = new Transfer
        {
            From = Alice, ToSubaccount = 1, AssetId = MarginVenue.BackingAsset, Amount = 1, Nonce = 900,
        };
        Assert.Equal("INSUFFICIENT_MARGIN", Last(venue.Apply(CommandType.Transfer, transfer)[0]));

        Price(venue, FixedPoint.One);
        Assert.DoesNotContain("rejected", venue.Apply(CommandType.Transfer, transfer)[0], StringComparison.Ordinal);
    }

    /// <summary>Alice sold at 90 what she bought at 10; taking back the purchase costs her 900.</summary>
    [Fact]
    [Trait("rule", "F11")]
    public void A_bust_does_not_take_what_backs_a_unit_that_lacks_margin()
    {
        var venue = BackedWithFull();
        venue.DepositOf(Of(1_001).Owner, Bob, 10_000);
        venue.Send(new OrderTicket(Bob, Side.Sell, 10, 10) { Terms = Full });
        venue.Send(new OrderTicket(Alice, Side.Buy, 10, 10) { Terms = Full });
        venue.Send(new OrderTicket(Bob, Side.Buy, 10, 90) { Terms = Full });
        venue.Send(new OrderTicket(Alice, Side.Sell, 10, 90) { Terms = Full });
        Lack(venue);
        var bust = new BustTrade { MatchId = 1, CaseId = 5 };
        Assert.Equal("INSUFFICIENT_FUNDS", Last(venue.Apply(CommandType.BustTrade, bust)[0]));

        Price(venue, FixedPoint.One);
        Assert.DoesNotContain("rejected", venue.Apply(CommandType.BustTrade, bust)[0], StringComparison.Ordinal);
    }

    private static CreateMarket Full =>
        TestMarkets.PlainTerms with { MarketId = 9, AssetId = MarginVenue.BackingAsset };

    /// <summary>With a FULL market in the backing asset; 10,000 of it stand behind alice.</summary>
    private static Venue BackedWithFull()
    {
        var venue = MarginVenue.Open();
        venue.Apply(CommandType.CreateMarket, Full);
        venue.Back(Alice, 10_000);
        Set(venue, Good with { HaircutBp = 0, Cap = 100_000, MaxAgeSeconds = 10 });
        return venue;
    }

    /// <summary>Alice needs 15,000 and has 10,000 but for what backs her, whose price is too old.</summary>
    private static void Lack(Venue venue)
    {
        venue.Pair(MarginVenue.Cross, Bob, Carol, 500, 50);
        venue.Pair(MarginVenue.Cross, Alice, Carol, 1_500, 50);
        venue.NowNs += 10 * Limits.NsPerSecond;
    }

    private static string Set(Venue venue, SetCollateral request) =>
        Last(venue.Apply(CommandType.SetCollateral, request)[0]);

    private static string Price(Venue venue, Int128 price, uint asset = MarginVenue.BackingAsset) =>
        Last(venue.Apply(CommandType.SetCollateralPrice, new SetCollateralPrice { AssetId = asset, Price = price })[0]);

    private static string Last(string line) =>
        line.Contains("rejected", StringComparison.Ordinal) ? line.Split(' ')[^1] : line;
}
