using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Custody;

[Trait("rule", "R5")]
public sealed class AdjustMarginTests
{
    private static readonly AdjustMargin More = new()
    {
        Account = Alice, MarketId = MoneyMarkets.Id, Amount = 250, Nonce = 1_000,
    };

    [Fact]
    public void Money_goes_into_the_bucket_and_out_again_down_to_the_initial_margin()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        Assert.Equal(
            ["alice.4 ALLOCATED -250, has 9230+0 bucket 750 in 3"], venue.Apply(CommandType.AdjustMargin, More));
        Assert.Equal(["AdjustMargin 1000 rejected ALREADY_APPLIED"], venue.Apply(CommandType.AdjustMargin, More));

        var less = More with { Nonce = 1_001 };
        Assert.Equal(
            ["AdjustMargin 1001 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.AdjustMargin, less with { Amount = -251 }));
        Assert.Equal(
            ["AdjustMargin 1001 rejected INSUFFICIENT_FUNDS"],
            venue.Apply(CommandType.AdjustMargin, less with { Amount = -751 }));
        Assert.Equal(
            ["alice.5 RELEASED 250, has 9480+0 bucket 500 in 3"],
            venue.Apply(CommandType.AdjustMargin, less with { Amount = -250 }));
    }

    [Fact]
    public void A_loss_keeps_more_of_the_bucket_and_a_profit_frees_none()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        venue.Apply(CommandType.AdjustMargin, More);

        // 750 − loss of 100 − 10 × 40
        venue.MarkAt(40);
        var less = More with { Nonce = 1_001 };
        Assert.Equal(
            ["AdjustMargin 1001 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.AdjustMargin, less with { Amount = -251 }));
        venue.MarkAt(60);
        Assert.Equal(
            ["AdjustMargin 1001 rejected INSUFFICIENT_MARGIN"],
            venue.Apply(CommandType.AdjustMargin, less with { Amount = -151 }));
        Assert.Single(venue.Apply(CommandType.AdjustMargin, less with { Amount = -150 }));
    }

    [Fact]
    public void Every_refusal_has_its_reason()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Isolated);
        venue.Trade(Alice, Bob, 10, 50);
        (AdjustMargin Sent, string Reason)[] refused =
        [
            (More with { Account = Nobody }, "UNKNOWN_ACCOUNT"),
            (More with { MarketId = 9 }, "UNKNOWN_MARKET"),
            (More with { MarketId = TestMarkets.Plain }, "INVALID_PARAMETERS"),
            (More with { Amount = 0 }, "INVALID_PARAMETERS"),
            (More with { Account = Carol }, "INVALID_PARAMETERS"),
            (More with { Amount = 9_481 }, "INSUFFICIENT_FUNDS"),
        ];
        Assert.All(refused, item =>
            Assert.Equal([$"AdjustMargin 1000 rejected {item.Reason}"], venue.Apply(CommandType.AdjustMargin, item.Sent)));

        venue.Trade(Bob, Alice, 10, 50);
        Assert.Equal(["AdjustMargin 1000 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.AdjustMargin, More));
    }

    [Fact]
    public void A_cross_position_has_no_bucket()
    {
        var venue = MoneyMarkets.Open(MoneyMarkets.Cross);
        venue.Trade(Alice, Bob, 10, 50);
        Assert.Equal(["AdjustMargin 1000 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.AdjustMargin, More));
    }
}
