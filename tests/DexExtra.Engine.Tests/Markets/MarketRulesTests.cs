using System.Numerics;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Markets;

[Trait("rule", "Q1")]
public sealed class MarketRulesTests
{
    private const long Most = 1_000_000_000_000_000_000;

    private static readonly CreateMarket Terms = TestMarkets.PlainTerms;

    [Fact]
    public void A_market_is_created_once_on_a_listed_asset()
    {
        var venue = Venue.Open();

        Assert.Equal(["CreateMarket 1 rejected MARKET_EXISTS"], venue.Apply(CommandType.CreateMarket, Terms));
        Assert.Equal(
            ["CreateMarket 3 rejected UNKNOWN_ASSET"],
            venue.Apply(CommandType.CreateMarket, Terms with { MarketId = 3, AssetId = 9 }));
        Assert.Equal(
            ["CreateMarket 3 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.CreateMarket, Terms with { MarketId = 3, CapTicks = 0 }));
        Assert.Equal(
            ["market 3 created, tick value 1"], venue.Apply(CommandType.CreateMarket, Terms with { MarketId = 3 }));
    }

    [Fact]
    public void Every_term_outside_its_range_is_refused()
    {
        CreateMarket[] refused =
        [
            Terms with { MarketId = 0 },
            Terms with { MetricId = default },
            Terms with { TickSize = 0 },
            Terms with { LotSize = -1 },
            Terms with { Multiplier = 0 },
            Terms with { TickSize = Int128.MaxValue },
            Terms with { LotSize = (Int128)Most + 1 },
            Terms with { Multiplier = Int128.MinValue },
            Terms with { FloorTicks = 100 },
            Terms with { FloorTicks = 101 },
            Terms with { FloorTicks = long.MinValue },
            Terms with { CapTicks = long.MaxValue },
            Terms with { TakerFeePerLot = -1 },
            Terms with { MakerFeePerLot = -3 },
            Terms with { TakerFeePerLot = Most + 1 },
            Terms with { MakerFeePerLot = long.MaxValue },
            Terms with { MaxOrderLots = 0 },
            Terms with { MaxOrderLots = (1L << 40) + 1 },
            Terms with { ProtectionTicks = -1 },
        ];

        Assert.NotNull(MarketRules.TickValue(in Terms, 8));
        Assert.All(refused, terms => Assert.Null(MarketRules.TickValue(in terms, 8)));
    }

    [Fact]
    [Trait("rule", "C06")]
    public void The_tick_value_is_a_whole_number_of_the_smallest_token_unit()
    {
        var cents = Terms with { Multiplier = 100 };
        var finer = Terms with { Multiplier = 50 };
        var half = Terms with { TickSize = FixedPoint.One / 2 };

        Assert.Equal(100, MarketRules.TickValue(in cents, 6));
        Assert.Null(MarketRules.TickValue(in finer, 6));
        Assert.Equal(50, MarketRules.TickValue(in finer, 8));
        Assert.Null(MarketRules.TickValue(in half, 8));
    }

    [Fact]
    [Trait("rule", "C03")]
    public void Prices_fit_the_columns_of_the_database()
    {
        var tick = Terms with { TickSize = FixedPoint.One, FloorTicks = 0, CapTicks = 999_999_999_999 };
        Assert.NotNull(MarketRules.TickValue(in tick, 8));
        var over = tick with { CapTicks = 1_000_000_000_000 };
        Assert.Null(MarketRules.TickValue(in over, 8));
        var below = tick with { FloorTicks = -1_000_000_000_000 };
        Assert.Null(MarketRules.TickValue(in below, 8));
    }

    [Theory]
    [Trait("rule", "ENG-05")]
    [InlineData(1)]
    [InlineData(2)]
    public void The_proof_agrees_with_big_integers_on_boundary_terms(int seed)
    {
        var random = new Random(seed);
        long[] edges =
        [
            0, 1, 2, 99, 100, 1_000, FixedPoint.One, FixedPoint.One + 1, Most, Most + 1, 1L << 62, long.MaxValue,
        ];
        var accepted = 0;
        for (var count = 0; count < 200_000; count++)
        {
            long Edge() => edges[random.Next(edges.Length)] * (random.Next(8) == 0 ? -1 : 1);
            var terms = Terms with
            {
                TickSize = Edge(),
                LotSize = Edge(),
                Multiplier = Edge(),
                FloorTicks = Edge(),
                CapTicks = Edge(),
            };
            var actual = MarketRules.TickValue(in terms, 8);
            var product = (BigInteger)terms.TickSize * (BigInteger)terms.LotSize * (BigInteger)terms.Multiplier;
            var (value, rest) = BigInteger.DivRem(product, BigInteger.Pow(10, 16));
            Int128[] increments = [terms.TickSize, terms.LotSize, terms.Multiplier];
            BigInteger[] ticks = [terms.FloorTicks, terms.CapTicks, (BigInteger)terms.CapTicks - terms.FloorTicks];
            var isAcceptable = increments.All(i => i > 0 && i <= Most) && rest.IsZero && value >= 1
                && ticks[2] > 0 && ticks.All(t => BigInteger.Abs(t) * value <= Most)
                && ticks.Take(2).All(t => BigInteger.Abs(t) * (BigInteger)terms.TickSize < BigInteger.Pow(10, 20));
            Assert.Equal(isAcceptable, actual is not null);
            accepted += isAcceptable ? 1 : 0;
        }

        Assert.True(accepted > 100, $"only {accepted} accepted");
    }

    [Fact]
    [Trait("rule", "ENG-05")]
    public void The_largest_market_and_the_largest_orders_cannot_overflow()
    {
        // range × tick value and fees at their maximum, orders and positions at theirs
        var terms = Terms with
        {
            MarketId = 3,
            FloorTicks = -Most / 2,
            CapTicks = Most / 2,
            TickSize = 1,
            LotSize = FixedPoint.One,
            Multiplier = FixedPoint.One,
            TakerFeePerLot = Most,
            MakerFeePerLot = Most,
            MaxOrderLots = 1L << 40,
            ProtectionTicks = long.MaxValue,
        };
        var venue = Venue.Open();
        Assert.Equal(["market 3 created, tick value 1"], venue.Apply(CommandType.CreateMarket, terms));
        for (var deposit = 0; deposit < 2; deposit++)
        {
            venue.Deposit(Traders.Alice, EngineLimits.MaxDeposits / 2 - 20_000);
            venue.Deposit(Traders.Bob, 1);
        }

        var giant = new OrderTicket(Traders.Alice, Side.Buy, 1L << 40, terms.CapTicks)
        {
            Terms = terms,
            MaxFeePerUnit = UInt128.MaxValue,
        };
        Assert.Contains("INSUFFICIENT_FUNDS", venue.Send(giant)[0], StringComparison.Ordinal);
        Assert.Contains("accepted", venue.Send(giant with { Lots = 100_000_000_000 })[0], StringComparison.Ordinal);
        var market = giant with { Lots = 1, Type = OrderType.Market, TimeInForce = TimeInForce.ImmediateOrCancel };
        Assert.Contains("NO_LIQUIDITY", venue.Send(market)[0], StringComparison.Ordinal);
    }
}
