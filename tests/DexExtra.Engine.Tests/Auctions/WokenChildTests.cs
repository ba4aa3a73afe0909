using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A11, T14: children that an uncrossing wakes.</summary>
[Trait("rule", "A11")]
public sealed class WokenChildTests
{
    [Fact]
    public void A_woken_child_that_crosses_takes_only_after_the_market_is_continuous()
    {
        var venue = Venue.Open();
        venue.Deposit(Traders.Carol, 10_000);
        venue.StartAuction(AuctionKind.Scheduled);
        venue.SendList(
            ListKind.OneTriggersOther,
            venue.Leg(new OrderTicket(Traders.Alice, Side.Buy, 4, 60)),
            venue.Leg(new OrderTicket(Traders.Alice, Side.Sell, 4, 50) { Flags = OrderFlags.ReduceOnly }));
        venue.Buy(Traders.Carol, 5, 60);
        venue.Sell(Traders.Bob, 4, 40);

        venue.Pass(60);

        EventType[] steps =
        [
            EventType.AuctionUncrossed, EventType.Traded, EventType.OrderActivated, EventType.MarketStateChanged,
            EventType.Traded,
        ];
        var types = new List<EventType>();
        foreach (var item in new EventFrame(venue.LastFrame))
        {
            types.Add(item.Type);
        }

        Assert.Equal(steps, types.Where(steps.Contains));
        var last = venue.Events<Traded>(EventType.Traded)[^1];
        Assert.Equal((Traders.Carol, Traders.Alice), (last.Buy.Account, last.Sell.Account));
        Assert.Equal((4L, 60L, Side.Sell), (last.QuantityLots, last.PriceTicks, last.Aggressor));
    }
}
