using System.Numerics;
using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// What cannot become rows stops the process with one line that names the place; nothing of it is written.
/// </summary>
public sealed class HaltTests(PostgresCluster cluster)
{
    [Fact]
    public Task Money_beyond_the_column_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.DepositCredited, Credit((Int128)BigInteger.Pow(10, 30))),
        "numeric(30,8)");

    [Fact]
    public Task Negative_money_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.DepositCredited, Credit(-1)), "23514");

    [Fact]
    public Task An_unknown_event_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, (EventType)999, default(CommandRejected)), "unknown event type 999");

    [Fact]
    public Task A_truncated_event_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.Traded, default(CommandRejected)), "sequence");

    [Fact]
    public Task A_trade_in_an_unknown_market_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.Traded, new Traded { MarketId = 77, MatchId = 1 }), "77");

    [Theory]
    [InlineData(Side.Buy, TradeFlags.Auction, 1UL, "half of an auction")]
    [InlineData((Side)0, TradeFlags.None, 0UL, "half of an auction")]
    [InlineData(Side.Sell, TradeFlags.None, 3UL, "half of an auction")]
    [InlineData((Side)0, TradeFlags.Auction | (TradeFlags)32, 1UL, "unknown trade flags")]
    public Task A_trade_half_of_an_auction_halts(Side aggressor, TradeFlags flags, ulong auctionId, string reason) =>
        HaltsAsync(
            sequence => Workspace.Frame(sequence, EventType.Traded, new Traded
            {
                MarketId = 1,
                MatchId = 1_000_000,
                Aggressor = aggressor,
                Flags = flags,
                AuctionId = auctionId,
                MatchedNs = 1,
            }),
            reason);

    [Fact]
    public Task An_uncrossing_of_an_unknown_call_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.AuctionUncrossed, new AuctionUncrossed { MarketId = 1, AuctionId = 9 }),
        "23502");

    [Fact]
    public Task A_call_in_a_state_without_calls_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.MarketStateChanged, new MarketStateChanged
        {
            MarketSequence = 1_000_000,
            MarketId = 1,
            State = MarketState.Continuous,
            Auction = AuctionKind.Batch,
            AuctionId = 1,
            Cause = StateCause.Admin,
        }),
        "chk_markets_auction");

    [Fact]
    public Task An_unknown_market_state_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.MarketStateChanged, new MarketStateChanged
        {
            MarketSequence = 1_000_000,
            MarketId = 1,
            State = (MarketState)99,
            Cause = StateCause.Admin,
        }),
        "23514");

    [Fact]
    public Task An_order_triggered_that_is_not_there_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.OrderTriggered, new OrderTriggered
        {
            Account = new AccountId(VenueSimulator.AddressOf(1), 1),
            AccountSequence = 2,
            MarketId = 1,
            OrderId = 1L << 60,
        }),
        "orders has only 0");

    [Fact]
    public Task A_settlement_of_an_unknown_match_halts() => HaltsAsync(
        sequence => Workspace.Frame(sequence, EventType.SettlementChanged, new SettlementUpdate
        {
            FirstMatchId = 1_000_000,
            LastMatchId = 1_000_000,
            State = SettlementState.Queued,
        }),
        "trade_matches");

    [Fact]
    public async Task A_foreign_event_log_is_refused()
    {
        using var first = new Workspace(cluster);
        using (var venue = first.CreateVenue(TestSeed.Create(41)).Open())
        {
            venue.Run(50);
            await first.FollowToAsync(venue.LastSequence);
        }

        using var second = new Workspace(cluster);
        second.Options = second.Options with { Postgres = first.Options.Postgres };
        using var foreign = second.CreateVenue(TestSeed.Create(42)).Open();
        foreign.Run(200); // longer than the cursor: a shorter log is waited for

        var error = await Assert.ThrowsAsync<FatalException>(() =>
            second.Follow(new FollowerStatus(), CancellationToken.None).WaitAsync(Eventually.Patience));

        Assert.Equal(ExitCodes.Storage, error.ExitCode);
        Assert.Contains("another event log", error.Message, StringComparison.Ordinal);
    }

    private static DepositCredited Credit(Int128 available) => new()
    {
        Request = new Deposit
        {
            DepositId = 9_999,
            Account = new AccountId(VenueSimulator.AddressOf(150), 0),
            Amount = 1,
            ChainId = VenueSimulator.ChainId,
        },
        AccountSequence = 1,
        AssetId = VenueSimulator.AssetId,
        Available = available,
    };

    private async Task HaltsAsync(Func<long, byte[]> poison, string reason)
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(43)).Open();
        venue.Run(100);
        await workspace.FollowToAsync(venue.LastSequence);
        var before = await workspace.DumpAsync();
        venue.Append(poison(venue.LastSequence + 1));

        var error = await Assert.ThrowsAsync<FatalException>(() =>
            workspace.Follow(new FollowerStatus(), CancellationToken.None).WaitAsync(Eventually.Patience));

        Assert.Equal(ExitCodes.Storage, error.ExitCode);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await workspace.DumpAsync());
    }
}
