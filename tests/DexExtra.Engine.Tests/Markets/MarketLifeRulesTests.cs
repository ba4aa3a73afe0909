using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Markets;

/// <summary>C16: what a market must say of its result before it exists.</summary>
[Trait("rule", "C16")]
public sealed class MarketLifeRulesTests
{
    private const ulong Now = (ulong)(Venue.StartNs / Limits.NsPerSecond);

    private static readonly CreateMarket Terms = TestMarkets.PlainTerms with { MarketId = 3 };

    [Fact]
    public void Every_wrong_term_is_refused()
    {
        var life = Lives.Ending(Now + 10);
        var venue = Venue.Open();
        MarketLife[] wrong =
        [
            default,
            Lives.Ending(Now),
            life with { ObservationStartSeconds = life.TerminationSeconds - 1 },
            life with { ObservationEndSeconds = life.ObservationStartSeconds - 1 },
            life with { FallbackDeadlineSeconds = life.ObservationEndSeconds + life.PublicationDelaySeconds },
            life with { FallbackDeadlineSeconds = ulong.MaxValue },
            life with { ObservationEndSeconds = ulong.MaxValue - 1, FallbackDeadlineSeconds = ulong.MaxValue },
            life with { SettlementFeePerLot = -1 },
            life with { SettlementFeePerLot = 1_000_000_000_000_000_001 },
            life with { Oracle = default },
            life with { OutOfRange = (OutOfRange)2 },
            life with { Fallback = (SettlementFallback)2 },
        ];

        Assert.All(wrong, bad => Assert.Equal(
            ["CreateMarket 3 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.CreateMarket, Terms with { Life = bad })));
        Assert.Equal(
            ["market 3 created, tick value 1"],
            venue.Apply(CommandType.CreateMarket, Terms with
            {
                Life = life with
                {
                    ObservationEndSeconds = life.TerminationSeconds,
                    PublicationDelaySeconds = 0,
                    FallbackDeadlineSeconds = life.TerminationSeconds + 1,
                },
            }));
    }

    [Fact]
    [Trait("rule", "R1")]
    public void Margin_markets_need_netted_settlement()
    {
        foreach (var mode in (MarginMode[])[MarginMode.Cross, MarginMode.Isolated])
        {
            Assert.Equal(
                ["CreateMarket 3 rejected NOT_SUPPORTED"],
                Venue.Open().Apply(CommandType.CreateMarket, Terms with { MarginMode = mode }));
            Assert.Equal(
                ["market 3 created, tick value 1"],
                Venue.Open(Venue.SmallOptions with { NettedSettlement = true, MaxBustableMatches = 8 })
                    .Apply(CommandType.CreateMarket, Terms with { MarginMode = mode }));
        }
    }

    [Fact]
    [Trait("rule", "F1")]
    public void Modes_and_models_that_do_not_exist_are_refused()
    {
        var venue = Venue.Open(Venue.SmallOptions with { NettedSettlement = true, MaxBustableMatches = 8 });
        CreateMarket[] wrong =
        [
            Terms with { MarginMode = (MarginMode)3 },
            Terms with { FeeModel = (FeeModel)3 },
            Terms with { InitialState = MarketState.Halted },
            Terms with { InitialState = MarketState.TradingTerminated },
        ];

        Assert.All(wrong, bad => Assert.Equal(
            ["CreateMarket 3 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.CreateMarket, bad)));
    }
}
