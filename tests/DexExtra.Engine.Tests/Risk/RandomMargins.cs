using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>Venues in random margin states: parameters, marks, positions, collateral, time.</summary>
internal static class RandomMargins
{
    private static readonly AccountId[] Accounts = [Traders.Alice, Traders.Bob, Traders.Carol];

    public static Venue Make(Random dice, int maxSeconds = 102_000)
    {
        var venue = MarginVenue.Open(audits: false);
        if (dice.Next(3) == 0)
        {
            venue.Back(Traders.Alice, dice.Next(0, 5_000), (uint)dice.Next(0, 10_000), dice.NextInt64(1, 300_000_000));
        }

        foreach (var market in new[] { MarginVenue.Cross, MarginVenue.Isolated })
        {
            var answer = venue.SetRisk(Risk(dice), market);
            Assert.Contains("changed", answer[0], StringComparison.Ordinal);
            SetPrices(venue, market, dice);
            for (var trade = dice.Next(0, 4); trade > 0; trade--)
            {
                var buyer = dice.Next(3);
                venue.Pair(
                    market, Accounts[buyer], Accounts[(buyer + 1) % 3], dice.Next(1, 60), dice.Next(0, 101));
            }
        }

        venue.NowNs = Venue.StartNs + (dice.Next(2) * dice.Next(98_000, maxSeconds) * Limits.NsPerSecond);
        for (var tick = 0; tick < 40; tick++)
        {
            venue.Tick(); // whoever is to be liquidated is
        }

        return venue;
    }

    /// <summary>Lots of open orders of both kinds and sides, without the orders.</summary>
    public static void OpenOrders(this Venue venue, Random dice)
    {
        var positions = venue.Engine.State.Positions;
        for (var slot = 0; slot < positions.Count; slot++)
        {
            positions.CountOpen(slot, Side.Buy, areReduceOnly: false, dice.Next(2) * dice.Next(0, 60));
            positions.CountOpen(slot, Side.Buy, areReduceOnly: true, dice.Next(2) * dice.Next(0, 60));
            positions.CountOpen(slot, Side.Sell, areReduceOnly: false, dice.Next(2) * dice.Next(0, 60));
            positions.CountOpen(slot, Side.Sell, areReduceOnly: true, dice.Next(2) * dice.Next(0, 60));
        }
    }

    private static void SetPrices(Venue venue, uint market, Random dice)
    {
        var prices = venue.Market(market).Prices;
        prices.HasMark = dice.Next(4) != 0;
        prices.MarkTicks = dice.Next(0, 101);
        prices.HasLast = dice.Next(2) == 0;
        prices.LastTicks = dice.Next(0, 101);
        prices.Volatility = dice.Next(0, 5) * (Int128)dice.Next(0, 70_000);
    }

    private static RiskParameters Risk(Random dice) => new()
    {
        MinScanTicks = dice.Next(1, 40),
        JumpTicks = dice.Next(2) * dice.Next(0, 101),
        ConcentrationBaseLots = dice.Next(2) * dice.Next(1, 200),
        OpenInterestBaseLots = dice.Next(2) * dice.Next(1, 200),
        ScanVolatility = (uint)dice.Next(0, 6),
        MaintenanceBp = (uint)dice.Next(1, 10_001),
        ConcentrationBp = (uint)dice.Next(0, 20_000),
        ConcentrationFreeBp = (uint)dice.Next(0, 10_001),
        OpenInterestBp = (uint)dice.Next(0, 5_000),
        RampSeconds = (uint)(dice.Next(2) * dice.Next(1, 5_000)),
        ProfitShareBp = (uint)dice.Next(0, 10_001),
        StepBp = 10_000,
        MaxSteps = 1,
    };
}
