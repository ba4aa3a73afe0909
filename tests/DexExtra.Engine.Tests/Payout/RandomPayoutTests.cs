using System.Numerics;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Payout;

/// <summary>
/// M9: payouts of random margin markets against the rules written out once more, with big numbers and in one go. Fills,
/// bankrupt losers, insurance, fees, isolated buckets, slices of any size.
/// </summary>
[Trait("rule", "M9")]
public sealed class RandomPayoutTests
{
    private static readonly AccountId[] Everybody = [Traders.Alice, Traders.Bob, Traders.Carol, Traders.Nobody];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Everybody_gets_what_the_rules_say(int tens)
    {
        for (var seed = tens * 10; seed < (tens + 1) * 10; seed++)
        {
            Check(new Random(seed));
        }
    }

    private static void Check(Random random)
    {
        var fee = random.Next(3);
        var venue = LifeCommands.Open(
            terms => terms with
            {
                MarginMode = MarginMode.Cross,
                Life = terms.Life with { SettlementFeePerLot = fee },
            },
            Venue.SmallOptions with { MaxPaidPositions = random.Next(1, 6) });
        SetUp(venue, random);
        var settlement = random.Next(0, 101);
        var expected = new Model(venue, settlement, fee);

        venue.Confirm(settlement);
        for (var tick = 0; tick < 12; tick++)
        {
            venue.Tick();
        }

        foreach (var trader in Everybody)
        {
            Assert.Equal(expected.Cash[trader], (BigInteger)venue.CashOf(trader));
        }

        Assert.Equal(expected.Insurance, (BigInteger)venue.MarketOf().InsuranceAmount);
        Assert.Equal(expected.Guarantee, (BigInteger)venue.Engine.State.Assets[0].Guarantee);
        Assert.Equal(expected.Deficit == 0 ? MarketState.Settled : MarketState.Settling, venue.MarketOf().State);
        Assert.Equal(-expected.Deficit, (BigInteger)venue.Engine.View.Pool(1));
    }

    private static void SetUp(Venue venue, Random random)
    {
        for (var fill = random.Next(1, 8); fill > 0; fill--)
        {
            var buyer = random.Next(4);
            var seller = (buyer + random.Next(1, 4)) % 4;
            venue.Fill(Everybody[buyer], Everybody[seller], random.Next(1, 20), random.Next(10, 91));
        }

        foreach (var trader in Everybody)
        {
            if (random.Next(3) == 0 && venue.PlainPositionOf(trader).Lots != 0)
            {
                venue.Isolate(trader, random.Next(0, 300));
            }

            if (random.Next(2) == 0)
            {
                var left = Int128.Min(venue.CashOf(trader), random.Next(0, 200));
                var fund = random.Next(6) == 0 ? LedgerClass.Insurance : LedgerClass.Guarantee;
                venue.Take(trader, venue.CashOf(trader) - left, fund);
            }
        }

        if (random.Next(2) == 0)
        {
            var ledger = venue.Engine.State.Ledger;
            ledger.Post(0, ledger.Guarantee(0), ledger.Dust(0), venue.Engine.State.Assets[0].Guarantee);
            ledger.VerifyTouched();
        }
    }

    /// <summary>docs/money.md §12 for accounts that have one position and no orders.</summary>
    private sealed class Model
    {
        public Model(Venue venue, long settlement, long fee)
        {
            Insurance = (BigInteger)venue.MarketOf().InsuranceAmount;
            Guarantee = (BigInteger)venue.Engine.State.Assets[0].Guarantee;
            var gains = new Dictionary<AccountId, BigInteger>();
            foreach (var trader in InOrder(venue))
            {
                var position = venue.PlainPositionOf(trader);
                gains[trader] = (BigInteger)(position.Lots * settlement) - (BigInteger)position.Cost;
            }

            foreach (var trader in Everybody)
            {
                Cash[trader] = (BigInteger)venue.CashOf(trader);
            }

            var shortfall = Collect(venue, gains);
            Pay(venue, gains, shortfall, fee);
        }

        public Dictionary<AccountId, BigInteger> Cash { get; } = [];

        public BigInteger Insurance { get; private set; }

        public BigInteger Guarantee { get; private set; }

        public BigInteger Deficit { get; private set; }

        private BigInteger Collect(Venue venue, Dictionary<AccountId, BigInteger> gains)
        {
            BigInteger shortfall = 0;
            foreach (var (trader, gain) in gains.Where(entry => entry.Value <= 0))
            {
                var position = venue.PlainPositionOf(trader);
                var bucket = (BigInteger)position.Bucket;
                var isIsolated = position.Mode == MarginMode.Isolated;
                var paid = BigInteger.Min(-gain, isIsolated ? bucket : Cash[trader]);
                var insured = BigInteger.Min(-gain - paid, Insurance);
                Cash[trader] += bucket - paid;
                Insurance -= insured;
                shortfall += -gain - paid - insured;
            }

            return shortfall;
        }

        private void Pay(Venue venue, Dictionary<AccountId, BigInteger> gains, BigInteger shortfall, long fee)
        {
            var winners = gains.Where(entry => entry.Value > 0).ToList();
            var sum = winners.Aggregate(BigInteger.Zero, (total, entry) => total + entry.Value);
            var missing = shortfall;
            foreach (var (trader, gain) in winners)
            {
                var position = venue.PlainPositionOf(trader);
                var kept = BigInteger.Min(gain, ((shortfall * gain) + sum - 1) / sum);
                var taken = BigInteger.Min(gain - kept, (BigInteger)Math.Abs(position.Lots) * fee);
                Cash[trader] += (BigInteger)position.Bucket + gain - kept - taken;
                missing -= kept;
            }

            Insurance += BigInteger.Max(0, -missing);
            var guaranteed = BigInteger.Min(BigInteger.Max(0, missing), Guarantee);
            Guarantee -= guaranteed;
            Deficit = BigInteger.Max(0, missing) - guaranteed;
        }

        private static IEnumerable<AccountId> InOrder(Venue venue)
        {
            var state = venue.Engine.State;
            for (var slot = venue.MarketOf().FirstPosition; slot >= 0; slot = state.Positions[slot].NextOfMarket)
            {
                if (state.Positions[slot].Lots != 0)
                {
                    yield return state.Accounts[state.Positions[slot].Account].Id;
                }
            }
        }
    }
}
