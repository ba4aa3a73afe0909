using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>
/// A3: worked examples of Deutsche Börse, "Xetra Market Model Equities", Release 7.1 (10.09.2004) and the T7 editions,
/// price determination in auctions, as the public tests of tinyEXCH (AuctionMatchTest) and clob (mmod_auction_xetra)
/// quote them. Price in euro = tick.
/// </summary>
[Trait("rule", "A3")]
public sealed class PublishedExampleTests
{
    [Fact]
    public void Release_7_example_1_one_limit_has_the_highest_volume_and_the_lowest_surplus() => Check(
        new AuctionResult(200, 700, 0),
        "200@202 200@201 300@200",
        "100@200 200@198 400@197");

    [Fact]
    public void Release_7_example_2_surplus_on_the_bid_takes_the_highest_limit() => Check(
        new AuctionResult(201, 500, 100),
        "400@202 200@201",
        "300@199 200@198");

    [Fact]
    public void Release_7_example_3_surplus_on_the_ask_takes_the_lowest_limit() => Check(
        new AuctionResult(199, 500, -100),
        "300@202 200@201",
        "400@199 200@198");

    [Theory]
    [InlineData(202, 201)]
    [InlineData(198, 199)]
    public void Release_7_example_5_no_surplus_takes_the_limit_nearest_to_the_reference(long reference, long price) => Check(
        new AuctionResult(price, 500, 0),
        "300@202 200@201",
        "200@198 300@199",
        reference);

    /// <summary>The release allows only limits, 199 or 201; A2 also the prices between, so the reference itself.</summary>
    [Fact]
    public void Release_7_example_5_with_a_reference_between_the_limits_takes_the_reference() => Check(
        new AuctionResult(200, 500, 0),
        "300@202 200@201",
        "200@198 300@199",
        200);

    [Fact]
    public void T7_example_1() => Check(
        new AuctionResult(198, 700, 100),
        "300@200 200@199 300@198 100@196",
        "400@197 300@198 100@200");

    [Fact]
    public void T7_example_2_surplus_on_the_bid() => Check(
        new AuctionResult(200, 500, 100),
        "600@200 200@197",
        "300@197 100@198 100@199 400@201");

    [Fact]
    public void T7_example_3_surplus_on_the_ask() => Check(
        new AuctionResult(198, 500, -100),
        "300@202 100@201 100@199 400@197",
        "600@198 200@201");

    [Fact]
    public void T7_example_4_no_surplus_and_the_middle_of_the_possible_prices() => Check(
        new AuctionResult(200, 500, 0),
        "300@202 200@201 100@197",
        "200@198 300@199 100@203");

    [Fact]
    public void T7_example_5_nothing_crosses() => Check(
        null,
        "100@200 400@199",
        "200@201 300@202");

    [Fact]
    public void T7_example_9_a_price_between_the_limits_has_the_least_surplus() => Check(
        new AuctionResult(200, 100, 0),
        "100@202 100@199 1000@198",
        "100@198 100@201 1000@202");

    private static void Check(AuctionResult? expected, string bids, string asks, long? reference = null) =>
        Assert.Equal(expected, AuctionPrice.Find([.. Orders(Side.Buy, bids), .. Orders(Side.Sell, asks)], reference, 1));

    private static IEnumerable<AuctionOrder> Orders(Side side, string text) => text.Split(' ').Select((order, index) =>
    {
        var parts = order.Split('@');
        return new AuctionOrder(
            (10 * (long)side) + index, side, Number(parts[1]), Number(parts[0]), 0, index, index, IsReduceOnly: false);
    });

    private static long Number(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
