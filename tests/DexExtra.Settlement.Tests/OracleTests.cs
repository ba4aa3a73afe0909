using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// M5 to M10 on real parts: what the oracle's contract says goes into the engine, which ends the market, which is paid
/// out on chain by the oracle's own result.
/// </summary>
public sealed class OracleTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    [Trait("rule", "M6")]
    public async Task A_disputed_false_answer_then_a_true_one_each_step_in_a_life_of_its_own()
    {
        var (venue, oracle) = await OpenAsync();
        using var _ = venue;
        await oracle.RegisterAsync();
        var wrong = await oracle.AssertAsync(70);
        await LivesAsync(venue);
        Assert.Equal(["Proposed 70"], Answers(venue));
        await oracle.DisputeAsync(wrong);
        await LivesAsync(venue);
        await oracle.ResolveAsync(wrong, isTrue: false);
        await LivesAsync(venue);
        Assert.Equal(["Proposed 70", "Disputed", "Rejected"], Answers(venue));
        var right = await oracle.AssertAsync(55);
        await oracle.PassAsync(601);
        await oracle.ResolveAsync(right, isTrue: true);
        await LivesAsync(venue, 16);

        Assert.Equal(["Proposed 70", "Disputed", "Rejected", "Proposed 55", "Confirmed 55"], Answers(venue));
        await AssertPaidAsync(venue);
        var gain = (3 * (55 - 40) * (Int128)FixedPoint.One) - (3 * (300 + 1_000));
        Assert.Equal((1_000 * (Int128)FixedPoint.One) + gain, (Int128)await venue.VaultBalanceAsync(venue.Alice.Address));
    }

    [Fact]
    [Trait("rule", "M8")]
    public async Task A_value_beyond_every_price_is_the_cap_on_both_sides()
    {
        var (venue, oracle) = await OpenAsync();
        using var _ = venue;
        await oracle.RegisterAsync();
        var answer = await oracle.AssertAsync(int.MaxValue);
        await oracle.PassAsync(601);
        await oracle.ResolveAsync(answer, isTrue: true);
        await LivesAsync(venue, 16);
        Assert.Equal(["Proposed 80", "Confirmed 80"], Answers(venue));
        await AssertPaidAsync(venue);
    }

    [Fact]
    [Trait("rule", "X4")]
    public async Task A_true_answer_waits_until_the_last_trade_is_settled_or_taken_back()
    {
        var (venue, oracle) = await OpenAsync(isSettled: false);
        using var _ = venue;
        await oracle.RegisterAsync();
        var answer = await oracle.AssertAsync(55);
        await oracle.PassAsync(601);
        await oracle.ResolveAsync(answer, isTrue: true);
        await LivesAsync(venue);
        Assert.Equal(["Proposed 55"], Answers(venue));
        await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("unpause()"));
        await LivesAsync(venue, 24);

        Assert.Equal(["Proposed 55", "Confirmed 55"], Answers(venue));
        Assert.Contains(venue.SettlementEvents(), static line => line.Contains("3-3 Failed", StringComparison.Ordinal));
        await AssertPaidAsync(venue);
    }

    [Fact]
    [Trait("rule", "M7")]
    public async Task Without_an_answer_the_chain_is_told_the_engines_fallback()
    {
        var (venue, oracle) = await OpenAsync();
        using var _ = venue;
        await oracle.RegisterAsync();
        venue.Engine.Pass(200_000);
        venue.Engine.Tick();
        await LivesAsync(venue);
        Assert.Equal(3 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await oracle.PassAsync(4_000);
        await LivesAsync(venue, 16);
        Assert.Empty(Answers(venue));
        await AssertPaidAsync(venue);
    }

    private static async Task AssertPaidAsync(TestVenue venue)
    {
        Assert.Equal(Int128.Zero, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
    }

    private static async Task LivesAsync(TestVenue venue, int lives = 6)
    {
        for (; lives > 0; lives--)
        {
            using var agent = venue.OpenAgent();
            agent.Agent.PollLog(agent.NowMs);
            await agent.StepAsync();
            venue.Engine.Tick();
            await venue.Node.MineAsync(1);
        }
    }

    private static List<string> Answers(TestVenue venue)
    {
        var lines = new List<string>();
        using var reader = EventLogReader.Open(venue.Venue.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.ResultChanged)
                {
                    lines.Add(Describe(in item.Body<ResultChanged>()));
                }
            }
        }

        return lines;
    }

    private static string Describe(in ResultChanged changed) => changed.Update.Kind
        is OracleUpdateKind.Proposed or OracleUpdateKind.Confirmed
            ? $"{changed.Update.Kind} {changed.SettlementTicks}"
            : $"{changed.Update.Kind}";

    /// <summary>Alice holds three lots of a market whose observation is over.</summary>
    private async Task<(TestVenue Venue, TestOracle Oracle)> OpenAsync(bool isSettled = true)
    {
        var venue = await TestVenue.CreateAsync(node, MarketLives.Near with
        {
            FallbackDeadlineSeconds = LocalEngine.NowSeconds + 200_000,
        });
        await venue.FundTradersAsync(1_000);
        var oracle = await TestOracle.CreateAsync(venue);
        await venue.OpenFundsAsync();
        using var agent = venue.OpenAgent();
        if (isSettled)
        {
            venue.Trade(3);
            await agent.SettleAllAsync();
        }
        else
        {
            await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("pause()"));
            venue.Trade(2);
            venue.Trade(1, static order => order with { Quantity = order.Quantity + 1 });
        }

        venue.Engine.Pass(7_200);
        venue.Engine.Tick();
        return (venue, oracle);
    }
}
