using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests;

/// <summary>Orders that were signed together, and orders that were signed again, on the real contracts.</summary>
public sealed class ListAndVersionTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Theory]
    [InlineData(ListKind.OneCancelsOther, 2)]
    [InlineData(ListKind.OneTriggersOther, 2)]
    [InlineData(ListKind.BracketOuo, 3)]
    [Trait("rule", "T15")]
    public async Task Every_leg_of_a_list_settles_with_the_one_signature(ListKind kind, int legs)
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var market = new ScriptedMarket(venue);
        var buys = market.AcceptList(venue.Alice, kind, Orders(venue, venue.Alice, Side.Buy, legs));
        var sells = market.AcceptList(venue.Bob, kind, Orders(venue, venue.Bob, Side.Sell, legs));
        foreach (var (buy, sell) in buys.Zip(sells.Reverse()))
        {
            market.Trade(buy, sell);
        }

        await SettleAsync(venue);
        Assert.Equal($"1-{legs} Final #1", venue.SettlementEvents()[^1]);
        Assert.Equal(legs * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
    }

    [Fact]
    [Trait("rule", "X3")]
    public async Task A_leg_whose_list_was_signed_otherwise_fails_alone()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var market = new ScriptedMarket(venue);
        var sell = market.Accept(venue.Bob, Order(venue, venue.Bob, Side.Sell));
        var orders = Orders(venue, venue.Alice, Side.Buy, 2);
        var good = market.AcceptList(venue.Alice, ListKind.OneCancelsOther, orders);
        var forged = market.AcceptList(venue.Bob, ListKind.OneCancelsOther, Orders(venue, venue.Alice, Side.Buy, 2));
        market.Trade(good[0], sell);
        market.Trade(forged[0], sell);
        market.Trade(good[1], sell);
        await SettleAsync(venue);
        Assert.Equal(
            ["1-1 Final #1", "2-2 Failed #1 SignerMismatch", "3-3 Final #1"], venue.SettlementEvents().TakeLast(3));
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task Matches_before_a_replacement_settle_with_the_old_signature_and_later_ones_with_the_new()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var market = new ScriptedMarket(venue);
        var sell = market.Accept(venue.Bob, Order(venue, venue.Bob, Side.Sell));
        var original = Order(venue, venue.Alice, Side.Buy);
        var buy = market.Accept(venue.Alice, original);
        market.Trade(buy, sell);
        market.Trade(buy, sell);
        market.Replace(venue.Alice, buy, order => order with { LimitPrice = order.LimitPrice + FixedPoint.One });

        await SettleAsync(venue);
        Assert.Equal(1U, await VersionAsync(venue, original.Nonce));

        // the next life knows the new version from the log only
        market.Trade(buy, sell);
        await SettleAsync(venue);
        Assert.Equal("3-3 Final #1", venue.SettlementEvents()[^1]);
        Assert.Equal(2U, await VersionAsync(venue, original.Nonce));
        Assert.Equal(3 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task A_replaced_leg_stands_alone_and_its_sibling_in_the_list_as_it_was_signed()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var market = new ScriptedMarket(venue);
        var sell = market.Accept(venue.Bob, Order(venue, venue.Bob, Side.Sell));
        var orders = Orders(venue, venue.Alice, Side.Buy, 2);
        var legs = market.AcceptList(venue.Alice, ListKind.OneUpdatesOther, orders);
        market.Trade(legs[0], sell);
        market.Replace(venue.Alice, legs[0], static order => order);
        market.Trade(legs[0], sell);
        market.Trade(legs[1], sell);
        await SettleAsync(venue);
        Assert.Equal("1-3 Final #1", venue.SettlementEvents()[^1]);
        Assert.Equal(2U, await VersionAsync(venue, orders[0].Nonce));
        Assert.Equal(1U, await VersionAsync(venue, orders[1].Nonce));
    }

    [Fact]
    [Trait("rule", "A7")]
    public async Task An_auction_match_counts_at_its_uncrossing_however_late_it_is_reported()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        var market = new ScriptedMarket(venue);
        var sell = market.Accept(venue.Bob, Order(venue, venue.Bob, Side.Sell));
        var expiry = LocalEngine.NowSeconds + 60;
        var buy = market.Accept(venue.Alice, Order(venue, venue.Alice, Side.Buy) with { ExpirySeconds = expiry });
        var expiryNs = (long)expiry * Limits.NsPerSecond;
        market.Trade(buy, sell, matchedNs: expiryNs, timestampNs: expiryNs + 1);
        market.Trade(buy, sell, matchedNs: expiryNs + 1, timestampNs: expiryNs + 1);
        await SettleAsync(venue);
        Assert.Equal(["1-1 Final #1", "2-2 Failed #1 OrderExpired"], venue.SettlementEvents().TakeLast(2));
    }

    /// <summary>Ten lots, so that an order may trade several times.</summary>
    private static SignedOrder Order(TestVenue venue, PrivateKey trader, Side side) =>
        venue.NextOrder(trader, side) with { Quantity = 10 * (UInt128)FixedPoint.One };

    /// <summary>Legs that differ in everything a leg may differ in.</summary>
    private static SignedOrder[] Orders(TestVenue venue, PrivateKey trader, Side side, int count) =>
    [
        .. Enumerable.Range(0, count).Select(index => Order(venue, trader, side) with
        {
            OrderType = index == 0 ? OrderType.Limit : OrderType.TrailingStop,
            TimeInForce = index == 0 ? TimeInForce.GoodTillDate : TimeInForce.ImmediateOrCancel,
            Flags = index == 0 ? OrderFlags.None : OrderFlags.ReduceOnly | OrderFlags.ActivateOnFull,
            Instructions = new OrderInstructions { TrailingDistance = (UInt128)index },
        }),
    ];

    /// <summary>A whole life of the process: it begins with the log and ends when everything is final.</summary>
    private static async Task SettleAsync(TestVenue venue)
    {
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
    }

    private static async Task<uint> VersionAsync(TestVenue venue, ulong nonce)
    {
        var call = AbiWriter.Call("fillOf(address,uint32,uint64)")
            .Address(venue.Alice.Address).Unsigned(0).Unsigned(nonce);
        var reader = new AbiReader(await venue.AskAsync(venue.Exchange, call));
        _ = reader.Word();
        _ = reader.Unsigned();
        return (uint)reader.UInt64();
    }
}
