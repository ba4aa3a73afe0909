using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Settlement.Trades;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// X4: every code of the contract has a decision. What the venue did wrong is taken back on both sides, stops nobody,
/// and the trades around it settle.
/// </summary>
[Trait("rule", "X4")]
public sealed class CompensationCauseTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    /// <summary>Nonce of the order that bought first: the second one of a venue.</summary>
    private const ulong FirstBuy = 2;

    [Fact]
    public void Every_code_of_the_contract_has_a_decision() => Assert.Equal(
        Enum.GetValues<TradeFailure>().Where(static code => code != TradeFailure.None), FailureCauses.Known.Order());

    /// <summary>The operator's own key tells the chain a trade that the engine did not make, as a bug would.</summary>
    [Theory]
    [InlineData(nameof(TradeFailure.MarketUnknown))]
    [InlineData(nameof(TradeFailure.MarketMismatch))]
    [InlineData(nameof(TradeFailure.SideMismatch))]
    [InlineData(nameof(TradeFailure.OrderUnsupported))]
    [InlineData(nameof(TradeFailure.VersionUnsupported))]
    [InlineData(nameof(TradeFailure.QuantityOutOfRange))]
    [InlineData(nameof(TradeFailure.PriceOutOfRange))]
    [InlineData(nameof(TradeFailure.LimitViolated))]
    [InlineData(nameof(TradeFailure.OrderExpired))]
    [InlineData(nameof(TradeFailure.FeeOverCap))]
    [InlineData(nameof(TradeFailure.Overfilled))]
    [InlineData(nameof(TradeFailure.SlotTaken))]
    public async Task What_the_venue_did_wrong_is_taken_back_and_stops_nobody(string failure)
    {
        using var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync(1_000, 1_000);
        venue.Trade(1);
        using (var first = venue.OpenAgent())
        {
            await first.SettleAllAsync();
        }

        venue.Trade(2);
        using var agent = venue.OpenAgent();
        agent.Agent.PollLog(agent.NowMs);
        var bad = Spoil(agent.Book.Matches.Find(2)!, Enum.Parse<TradeFailure>(failure));
        await venue.CallAsync(venue.Operator, venue.Exchange, AbiWriter.Raw(ExchangeContract.Settle([bad])));
        await FinishAsync(agent);

        Assert.Contains($"2-2 Failed #1 {failure}", venue.SettlementEvents());
        Assert.Equal(2 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();

        // neither was locked
        venue.Trade(1);
        await FinishAsync(agent);
        Assert.Equal(3 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
    }

    /// <summary>Until every match is settled and every failed one taken back.</summary>
    private static Task FinishAsync(AgentRun agent) => agent.RunUntilAsync(() =>
        agent.Agent.PollLog(agent.NowMs) == 0 && agent.Book is { Matches.Count: 0, Failed.Count: 0 });

    private static MatchEntry Spoil(MatchEntry match, TradeFailure failure) => new()
    {
        MatchId = match.MatchId,
        MarketId = match.MarketId,
        Sequence = match.Sequence,
        SettlesByTrade = true,
        SeenAtMs = 0,
        SellFee = match.SellFee,
        IsVoid = failure == TradeFailure.MarketUnknown,
        TimeNs = failure == TradeFailure.OrderExpired ? long.MaxValue : match.TimeNs,
        Price = failure switch
        {
            TradeFailure.PriceOutOfRange => 81 * FixedPoint.One,
            TradeFailure.LimitViolated => 41 * FixedPoint.One,
            _ => match.Price,
        },
        Quantity = failure switch
        {
            TradeFailure.QuantityOutOfRange => 0,
            TradeFailure.Overfilled => 2 * FixedPoint.One,
            _ => match.Quantity,
        },
        BuyFee = failure == TradeFailure.FeeOverCap ? 2 * FixedPoint.One : match.BuyFee,
        Sell = failure == TradeFailure.SideMismatch ? match.Buy : match.Sell,
        Buy = failure switch
        {
            TradeFailure.MarketMismatch => Changed(match.Buy!, static order => order with { MarketId = 99 }),
            TradeFailure.OrderUnsupported => Changed(match.Buy!, static order => order with { OrderType = (OrderType)77 }),
            TradeFailure.VersionUnsupported => Changed(match.Buy!, static order => order with { Version = 0 }),
            TradeFailure.SlotTaken => Changed(
                match.Buy!, static order => order with { Nonce = FirstBuy, LimitPrice = 41 * FixedPoint.One }),
            _ => match.Buy,
        },
    };

    private static OrderRecord Changed(OrderRecord record, Func<SignedOrder, SignedOrder> change) =>
        new(new NewOrder { Order = change(record.Order), Signature = record.Signature, OrderHash = record.Hash });
}
