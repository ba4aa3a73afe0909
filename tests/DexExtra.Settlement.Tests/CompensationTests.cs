using System.Numerics;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// X4 on real parts: a trade that the chain refuses for good is taken back in the engine, so that both have the same
/// balances and positions again, whatever the contract's reason and whatever its owner did meanwhile.
/// </summary>
[Trait("rule", "X4")]
public sealed class CompensationTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    private static readonly BigInteger CurveOrder = BigInteger.Parse(
        "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        System.Globalization.NumberStyles.HexNumber);

    [Theory]
    [InlineData(nameof(TradeFailure.SignatureInvalid))]
    [InlineData(nameof(TradeFailure.SignatureHighS))]
    [InlineData(nameof(TradeFailure.SignerMismatch))]
    [InlineData(nameof(TradeFailure.OrderCancelled))]
    [InlineData(nameof(TradeFailure.SessionKeyUnknown))]
    public async Task A_trade_that_fails_is_taken_back_and_the_books_are_equal(string failure)
    {
        using var venue = await OpenAsync();
        venue.Trade(2);
        venue.Place(venue.Bob, Side.Sell, static order => order);
        await BuyBadlyAsync(venue, failure);
        venue.Trade(2);
        using var agent = venue.OpenAgent();
        await FinishAsync(agent);

        Assert.Equal(
            [
                "1-5 Queued #0", "1-5 Submitted #1", "1-5 Mined #1", "1-2 Final #1", $"3-3 Failed #1 {failure}",
                "4-5 Final #1", "6-6 Queued #0", "6-6 Submitted #1", "6-6 Mined #1", "6-6 Final #1",
            ],
            venue.SettlementEvents());
        Assert.Equal(["6 takes back 3"], Reversals(venue));
        Assert.Equal(4 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
        Assert.True(IsLocked(venue, venue.Alice));
        Assert.False(IsLocked(venue, venue.Bob));
    }

    [Fact]
    public async Task What_was_built_on_a_failed_trade_fails_with_it_and_is_taken_back_in_turn()
    {
        using var venue = await OpenAsync(alice: 110);
        Buy(venue, venue.Bob);

        // in the engine she closes what the chain never gave her, and goes short with the money
        Sell(venue);
        Sell(venue);
        Sell(venue);
        using var agent = venue.OpenAgent();
        await FinishAsync(agent);

        Assert.Contains("1-1 Failed #1 SignerMismatch", venue.SettlementEvents());
        Assert.Contains("4-4 Failed #1 BalanceInsufficient", venue.SettlementEvents());
        Assert.Equal(["5 takes back 4", "6 takes back 1"], Reversals(venue));
        Assert.Equal(-2 * (Int128)FixedPoint.One, await venue.PositionAsync(venue.Alice.Address));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task Orders_that_hold_the_money_are_cancelled_before()
    {
        using var venue = await OpenAsync(alice: 125);
        Buy(venue, venue.Bob);
        Sell(venue);
        venue.Place(venue.Alice, Side.Buy, static order => order);
        venue.Place(venue.Alice, Side.Buy, static order => order);
        Assert.InRange(Held(venue, venue.Alice), 120 * (Int128)FixedPoint.One, 121 * (Int128)FixedPoint.One);
        using var agent = venue.OpenAgent();
        await FinishAsync(agent);

        Assert.Equal(["3 takes back 1"], Reversals(venue));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task Every_life_goes_on_with_what_the_log_says()
    {
        using var venue = await OpenAsync();
        Buy(venue, venue.Bob);
        venue.Trade(1);
        for (var life = 0; life < 30; life++)
        {
            using var agent = venue.OpenAgent();
            agent.Agent.PollLog(agent.NowMs);
            await agent.StepAsync();
            await node.MineAsync(1);
        }

        Assert.Equal(["3 takes back 1"], Reversals(venue));
        Assert.Equal("3-3 Final #1", venue.SettlementEvents()[^1]);
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task What_cannot_be_taken_back_yet_is_named_and_tried_again()
    {
        using var venue = await OpenAsync();
        Buy(venue, venue.Bob);
        var sweep = new FundTransfer
        {
            AssetId = 1, From = FundKind.Fees, To = FundKind.Guarantee, Amount = 400, Reference = 1,
        };
        venue.Engine.Apply(CommandType.FundTransfer, in sweep);
        using var agent = venue.OpenAgent();
        await agent.SettleAllAsync();
        await agent.StepAsync();
        await agent.StepAsync();
        Assert.Contains("cannot be taken back yet: INSUFFICIENT_FUNDS", agent.Agent.Status.Problem, StringComparison.Ordinal);

        // fees of the next trades return what was taken out of them
        venue.Unlock(venue.Alice);
        venue.Trade(1);
        agent.NowMs += venue.Section.ResendMs;
        await FinishAsync(agent);
        Assert.Equal(["3 takes back 1"], Reversals(venue));
        await venue.AssertAgreementAsync();
    }

    private static async Task BuyBadlyAsync(TestVenue venue, string failure)
    {
        switch (failure)
        {
            case nameof(TradeFailure.SignatureInvalid):
                venue.PlaceChanged(venue.Alice, Side.Buy, sign: static good => good with { V = 29 });
                break;
            case nameof(TradeFailure.SignatureHighS):
                venue.PlaceChanged(venue.Alice, Side.Buy, sign: Mirror);
                break;
            case nameof(TradeFailure.SignerMismatch):
                Buy(venue, maker: null);
                break;
            case nameof(TradeFailure.OrderCancelled):
                // the engine's clock is years ahead of the chain's: the cancel holds already
                await venue.CallAsync(venue.Alice, venue.Exchange, AbiWriter.Call("openOwnerCancels()"));
                var nonce = venue.PlaceChanged(venue.Alice, Side.Buy);
                var cancel = AbiWriter.Call("cancelOrder(uint32,uint64)").Unsigned(0).Unsigned(nonce);
                await venue.CallAsync(venue.Alice, venue.Exchange, cancel);
                break;
            case nameof(TradeFailure.SessionKeyUnknown):
                using (var key = PrivateKey.Generate())
                {
                    venue.Grant(venue.Alice, key, signer: venue.Bob);
                    venue.PlaceByKey(key, 1, venue.Alice, Side.Buy);
                }

                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(failure), failure, null);
        }
    }

    /// <summary>Alice buys with a signature over another order.</summary>
    private static void Buy(TestVenue venue, PrivateKey? maker)
    {
        if (maker is not null)
        {
            venue.Place(maker, Side.Sell, static order => order);
        }

        venue.Place(venue.Alice, Side.Buy, static order => order with { Quantity = order.Quantity + 1 });
    }

    private static void Sell(TestVenue venue)
    {
        venue.Place(venue.Bob, Side.Buy, static order => order);
        venue.Place(venue.Alice, Side.Sell, static order => order);
    }

    private static Signature Mirror(Signature good)
    {
        var low = new byte[Hash32.SizeBytes];
        good.S.CopyTo(low);
        var high = CurveOrder - new BigInteger(low, isUnsigned: true, isBigEndian: true);
        return good with
        {
            S = new Hash32(high.ToByteArray(isUnsigned: true, isBigEndian: true)),
            V = (byte)(55 - good.V),
        };
    }

    /// <summary>Until every match is settled and every failed one taken back.</summary>
    private static Task FinishAsync(AgentRun agent) => agent.RunUntilAsync(() =>
        agent.Agent.PollLog(agent.NowMs) == 0 && agent.Book is { Matches.Count: 0, Failed.Count: 0 });

    private static bool IsLocked(TestVenue venue, PrivateKey trader)
    {
        venue.Place(trader, Side.Buy, static order => order);
        return Held(venue, trader) == 0;
    }

    private static Int128 Held(TestVenue venue, PrivateKey trader) =>
        venue.Engine.Core.View.Balance(new AccountId(trader.Address, 0), 1).Held;

    private static List<string> Reversals(TestVenue venue)
    {
        var lines = new List<string>();
        using var reader = EventLogReader.Open(venue.Venue.EventsFolder, 0);
        while (reader.TryRead(out _, out var payload))
        {
            foreach (var item in new EventFrame(payload))
            {
                if (item.Type == EventType.Traded && item.Body<Traded>() is { BustedMatchId: > 0 } traded)
                {
                    lines.Add($"{traded.MatchId} takes back {traded.BustedMatchId}");
                }
            }
        }

        return lines;
    }

    private async Task<TestVenue> OpenAsync(uint alice = 1_000)
    {
        var venue = await TestVenue.CreateAsync(node);
        await venue.FundTradersAsync(alice, 1_000);
        return venue;
    }
}
