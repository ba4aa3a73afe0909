using DexExtra.Engine.Book;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Pegs;

/// <summary>O-PEG. Alice makes the market, bob pegs; the first order of a test is 7.</summary>
public sealed class PegTests
{
    private static readonly OrderTicket Buys = new(Traders.Bob, Side.Buy, 5, 90);
    private static readonly OrderTicket Sells = new(Traders.Bob, Side.Sell, 5, 10);

    [Theory]
    [InlineData(Side.Buy, PegReference.BestBid, 0, 40)]
    [InlineData(Side.Buy, PegReference.BestBid, 3, 37)]
    [InlineData(Side.Buy, PegReference.Mid, 0, 44)]
    [InlineData(Side.Sell, PegReference.Mid, 0, 45)]
    [InlineData(Side.Buy, PegReference.Mid, 1, 43)]
    [InlineData(Side.Sell, PegReference.Mid, 1, 46)]
    [InlineData(Side.Buy, PegReference.BestAsk, 1, 48)]
    [InlineData(Side.Sell, PegReference.BestAsk, 0, 49)]
    [InlineData(Side.Sell, PegReference.BestAsk, 2, 51)]
    [InlineData(Side.Sell, PegReference.BestBid, 1, 41)]
    [InlineData(Side.Buy, PegReference.Index, 2, 43)]
    [InlineData(Side.Sell, PegReference.Index, 2, 47)]
    public void A_peg_rests_at_its_reference_less_its_offset(Side side, PegReference reference, long offset, long price)
    {
        var venue = Open(40, 49);
        venue.Index(45);
        var lines = venue.SendPeg(side == Side.Buy ? Buys : Sells, reference, offset);
        Assert.Equal([$"accepted 10 at {price}"], lines.Brief());
        Assert.Contains($"{side} {price}: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_never_worse_than_signed_and_holds_at_its_limit()
    {
        var venue = Open(40, 49);
        Assert.EndsWith(
            "accepted 9 at 42, hold 225, has 9775+225",
            venue.SendPeg(Buys with { PriceTicks = 43 }, PegReference.Mid, 2)[0]);
        Assert.EndsWith(
            "accepted 10, hold 225, has 9550+450", venue.SendPeg(Buys with { PriceTicks = 43 }, PegReference.Mid, 0)[0]);
    }

    [Fact]
    public void It_rounds_away_from_the_market_on_the_grid_of_prices()
    {
        var venue = Open(40, 50);
        venue.Rule(rules => rules with { PriceIncrementTicks = 5 });
        Assert.Equal(["accepted 9 at 40"], venue.SendPeg(Buys, PegReference.Mid, 1).Brief());
        Assert.Equal(["accepted 10 at 50"], venue.SendPeg(Sells, PegReference.Mid, 1).Brief());
    }

    [Fact]
    public void It_never_takes_but_rests_one_increment_behind_the_other_side()
    {
        var venue = Open(40, 49);
        venue.Index(60);
        Assert.Equal(["accepted 10 at 48"], venue.SendPeg(Buys, PegReference.Index, 0).Brief());
        venue.Index(30);

        // pegs of the other side count
        Assert.Equal(["accepted 12 at 41"], venue.SendPeg(Sells, PegReference.Index, 0).Brief());
        Assert.Equal(["accepted 13 at 39"], venue.SendPeg(Buys, PegReference.BestBid, 1).Brief());
    }

    [Fact]
    public void Pegs_are_no_reference()
    {
        var venue = Open(40, 49);
        venue.SendPeg(Buys, PegReference.BestAsk, 5);
        Assert.Equal(["accepted 10 at 40"], venue.SendPeg(Buys, PegReference.BestBid, 0).Brief());
        Assert.Equal(["accepted 11 at 45"], venue.SendPeg(Sells, PegReference.Mid, 0).Brief());

        // the only order that is not pegged goes: no reference is left
        Assert.Equal(
            ["CANCELLED 7 USER 5 after 0", "repriced 10 parked", "repriced 11 parked"],
            venue.Cancel(Traders.Alice, 7).Brief());
    }

    [Fact]
    public void Pegs_follow_after_the_command_in_order_of_entry_and_lose_their_place()
    {
        var venue = Open(40, 49);
        venue.SendPeg(Buys with { Lots = 1 }, PegReference.BestBid, 0);
        venue.SendPeg(Buys with { Lots = 2 }, PegReference.BestBid, 1);
        Assert.Equal(
            ["accepted 11", "repriced 9 to 42", "repriced 10 to 41"], venue.Buy(Traders.Alice, 3, 42).Brief());
        Assert.Equal(["accepted 12"], venue.Buy(Traders.Alice, 3, 42).Brief());

        // 11 was there first, then 9 came, then 12
        Assert.Equal(
            ["accepted 13", "Sell 3@42 11/13", "Sell 1@42 9/13"], venue.Sell(Traders.Carol, 4, 42).Brief());
        Assert.Equal(
            ["accepted 14", "Sell 3@42 12/14", "repriced 10 to 39"], venue.Sell(Traders.Carol, 3, 42).Brief());
    }

    [Fact]
    public void Without_a_reference_it_parks_and_comes_back()
    {
        var venue = Open(40, 49);
        venue.Cancel(Traders.Alice, 7);
        Assert.Equal(["accepted 10 PENDING_TRIGGER"], venue.SendPeg(Buys, PegReference.BestBid, 2).Brief());
        Assert.Equal(["accepted 11", "repriced 10 to 36"], venue.Buy(Traders.Alice, 5, 38).Brief());
        Assert.Equal(["CANCELLED 11 USER 5 after 0", "repriced 10 parked"], venue.Cancel(Traders.Alice, 11).Brief());
        Assert.Equal(["CANCELLED 10 USER 5 after 0"], venue.Cancel(Traders.Bob, 10).Brief());
    }

    [Fact]
    public void Outside_floor_and_cap_there_is_no_price()
    {
        var venue = Open(2, 49);
        Assert.Equal(["accepted 9 PENDING_TRIGGER"], venue.SendPeg(Buys, PegReference.BestBid, 3).Brief());
        Assert.Equal(["accepted 10 at 0"], venue.SendPeg(Buys, PegReference.BestBid, 2).Brief());
        Assert.Equal(["accepted 11 PENDING_TRIGGER"], venue.SendPeg(Sells, PegReference.BestAsk, 52).Brief());
        Assert.Empty(venue.Index(long.MinValue).Brief());
        Assert.Equal(["accepted 13 PENDING_TRIGGER"], venue.SendPeg(Buys, PegReference.Index, 52).Brief());
    }

    [Theory]
    [InlineData(MarketState.Auction)]
    [InlineData(MarketState.Halted)]
    [InlineData(MarketState.CancelOnly)]
    public void Where_nothing_matches_pegs_are_parked(MarketState state)
    {
        var venue = Open(40, 49);
        venue.SendPeg(Buys, PegReference.BestBid, 0);
        venue.Plain().State = state;
        venue.Engine.State.Touched.AddMarket(venue.Plain());
        Assert.Equal(["repriced 9 parked"], venue.Tick().Brief());
        Assert.Equal(["repriced 9 to 40"], venue.Continue().Brief());
    }

    [Fact]
    public void A_call_parks_all_of_them_at_once()
    {
        var venue = Open(40, 49);
        venue.SendPeg(Buys, PegReference.BestBid, 0);
        venue.SendPeg(Sells, PegReference.Mid, 0);
        var frame = new byte[Limits.MaxEventFrameBytes];
        var sink = new EventFrameWriter(frame);
        new PegOrders(venue.Engine.State).ParkAll(venue.Plain(), ref sink);
        venue.Engine.Audit();
        for (var slot = venue.Plain().Pegs.First; slot >= 0;)
        {
            Assert.Equal(OrderPlace.ParkedPeg, venue.Engine.State.Orders[slot].Place);
            slot = Chain<ByKind>.Next(venue.Engine.State.Orders, slot);
        }
    }

    [Fact]
    public void A_pegged_iceberg_shows_a_new_slice_at_its_new_price()
    {
        var venue = Open(40, 49);
        venue.SendPeg(
            Buys, PegReference.BestBid, 0,
            (ref SignedOrder order) => order.Instructions.DisplayQuantity = (UInt128)(2 * FixedPoint.One));
        var lines = venue.Buy(Traders.Alice, 5, 41);
        Assert.Contains("Buy 41: 7 in 2", lines[^2], StringComparison.Ordinal);
        Assert.Contains("Buy 40: 5 in 1", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Markets_beyond_what_a_command_may_visit_come_first_in_the_next()
    {
        const int markets = 5;
        var venue = new Venue(Venue.SmallOptions with { MaxMarkets = 8 }) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Deposit(Traders.Alice, 1_000_000);
        venue.Deposit(Traders.Bob, 10_000_000);
        for (uint id = 1; id <= markets; id++)
        {
            var terms = TestMarkets.PlainTerms;
            terms.MarketId = id;
            venue.Apply(CommandType.CreateMarket, terms);
            for (var peg = 0; peg < Limits.MaxPeggedOrders; peg++)
            {
                venue.SendPeg(Buys with { Lots = 1, Terms = terms }, PegReference.Index, 0);
            }
        }

        Assert.Equal(["rejected LIMIT_REACHED"], venue.SendPeg(Buys with { Lots = 1 }, PegReference.Index, 0).Brief());
        for (uint id = 1; id <= markets; id++)
        {
            var market = venue.Engine.State.Markets.Find(id)!;
            market.Prices.HasIndex = true;
            market.Prices.IndexTicks = 50;
            venue.Engine.State.Touched.AddMarket(market);
        }

        Assert.Equal(4 * Limits.MaxPeggedOrders, venue.Tick().Only("repriced").Length);
        venue.Engine.Audit();
        Assert.Equal(Limits.MaxPeggedOrders, venue.Tick().Only("repriced").Length);
        Assert.Empty(venue.Tick());
        venue.Engine.Audit();
    }

    private static Venue Open(long bid, long ask)
    {
        var venue = Venue.Open();
        venue.Buy(Traders.Alice, 5, bid);
        venue.Sell(Traders.Alice, 5, ask);
        return venue;
    }
}
