using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Settlement.Trades;

namespace DexExtra.Settlement.Tests;

/// <summary>Pure rules: the ladder, fees, and how much the book remembers.</summary>
public sealed class BookTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task Orders_and_matches_are_forgotten_when_they_are_done()
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync();
        venue.Trade(20);
        venue.Place(venue.Bob, Side.Sell, static order => order);
        using var agent = venue.OpenAgent();
        agent.Agent.PollLog(0);
        Assert.Equal((1, 20), (agent.Book.OpenOrders, agent.Book.Matches.Count));
        await agent.SettleAllAsync();
        Assert.Equal((1, 0, 20UL), (agent.Book.OpenOrders, agent.Book.Matches.Count, agent.Book.Matches.Last));
    }

    [Theory]
    [InlineData(SettlementState.Matched, false, false, SettlementState.Queued)]
    [InlineData(SettlementState.Queued, false, false, null)]
    [InlineData(SettlementState.Queued, true, false, SettlementState.Submitted)]
    [InlineData(SettlementState.Submitted, true, false, null)]
    [InlineData(SettlementState.Submitted, true, true, SettlementState.Retrying)]
    [InlineData(SettlementState.Submitted, false, false, SettlementState.Retrying)]
    [InlineData(SettlementState.Retrying, false, false, null)]
    [InlineData(SettlementState.Retrying, true, false, SettlementState.Submitted)]
    [InlineData(SettlementState.Mined, true, false, SettlementState.Submitted)]
    [Trait("rule", "X1")]
    public void The_ladder_without_a_result(
        SettlementState known, bool isUnderWay, bool isNewAttempt, SettlementState? expected) =>
        Assert.Equal(expected, SettlementLadder.NextUnsettled(known, isUnderWay, isNewAttempt));

    [Theory]
    [InlineData(SettlementState.Matched, true, false, SettlementState.Queued)]
    [InlineData(SettlementState.Queued, true, false, SettlementState.Submitted)]
    [InlineData(SettlementState.Retrying, true, true, SettlementState.Submitted)]
    [InlineData(SettlementState.Submitted, false, false, SettlementState.Mined)]
    [InlineData(SettlementState.Mined, false, true, null)]
    [InlineData(SettlementState.Mined, true, false, SettlementState.Final)]
    [InlineData(SettlementState.Mined, true, true, SettlementState.Failed)]
    [InlineData(SettlementState.Final, true, false, null)]
    [Trait("rule", "X1")]
    public void The_ladder_with_a_result(
        SettlementState known, bool isFinal, bool isFailure, SettlementState? expected) =>
        Assert.Equal(expected, SettlementLadder.NextSettled(known, isFinal, isFailure));

    [Fact]
    [Trait("row", "CHN-05")]
    public void Replacements_rise_by_a_tenth_in_both_fees_up_to_the_ceiling()
    {
        var gas = new GasPolicy(1_000_000);
        var quote = new FeeQuote(100, 3);
        var (maxFee, priority) = gas.Fresh(quote);
        Assert.Equal(((UInt128)203, (UInt128)3), (maxFee, priority));
        var bumps = 0;
        while (gas.Replacement(quote, maxFee, priority) is { } next)
        {
            Assert.True(next.MaxFee * 10 >= maxFee * 11 && next.Priority * 10 >= priority * 11);
            (maxFee, priority) = next;
            bumps++;
        }

        Assert.InRange(bumps, 60, 80);
        Assert.True(maxFee <= 1_000_000);
        Assert.Equal((UInt128)1_000_000, gas.Fresh(new FeeQuote(50_000_000, 1)).MaxFee);
    }

    [Theory]
    [InlineData("already known", SendResult.AlreadyKnown)]
    [InlineData("transaction already imported", SendResult.AlreadyKnown)]
    [InlineData("nonce too low: next nonce 5, tx nonce 4", SendResult.NonceTooLow)]
    [InlineData("replacement transaction underpriced", SendResult.Underpriced)]
    [InlineData("Insufficient funds for gas * price + value", SendResult.InsufficientFunds)]
    [InlineData("exceeds block gas limit", SendResult.Refused)]
    public void Refusals_of_nodes_are_told_apart(string message, object expected) =>
        Assert.Equal(expected, EthereumChain.Classify(message));
}
