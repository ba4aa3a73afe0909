using System.Globalization;
using DexExtra.Messages;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace DexExtra.Persistence.Tests.Mirror;

/// <summary>
/// S262–S264: positions, portfolios, profit and loss in Redis are those that the views of the database make of the
/// same log, to the last unit, and each key tells a sequence at which that was so.
/// </summary>
public sealed class AccountMirrorTests(PostgresCluster cluster, RedisServer redis) : IClassFixture<RedisServer>
{
    private const string Prefix = "dexextra:{test}:account:";

    private const string Positions =
        """
        select account_address || ':' || subaccount || ':position:' || market_id, concat_ws(' ',
          'assetId=' || asset_id, 'cost=' || trunc(position_cost * 1e8), 'debt=' || trunc(coalesce(b.debt, 0) * 1e8),
          'exposure=' || trunc(exposure * 1e8), 'feesPaid=' || trunc(fees_paid * 1e8), 'lots=' || position_lots,
          'margin=' || trunc(coalesce(b.margin, 0) * 1e8), 'marketId=' || market_id, 'paidIn=' || trunc(paid_in * 1e8),
          'quantile=' || coalesce(b.quantile, 0), 'realisedPnl=' || trunc(realised_pnl * 1e8),
          'unrealisedPnl=' || trunc(unrealised_pnl * 1e8),
          'valuationTicks=' || coalesce(m.mark_price_ticks, m.last_price_ticks)::text)
        from v_positions p left join position_margins b using (account_address, subaccount, market_id, asset_id)
          join markets m using (market_id, asset_id)
        """;

    private const string Portfolios =
        """
        select s.account_address || ':' || s.subaccount || ':portfolio:' || s.asset_id, concat_ws(' ',
          'assetId=' || s.asset_id, 'available=' || trunc(b.available * 1e8), 'cashValue=' || trunc(cash_value * 1e8),
          'exposure=' || trunc(exposure * 1e8), 'held=' || trunc(b.held * 1e8), 'margin=' || trunc(margin_value * 1e8),
          'openMarkets=' || coalesce((select string_agg(p.market_id::text, ',' order by p.market_id) from user_positions p
            where p.account_address = s.account_address and p.subaccount = s.subaccount and p.asset_id = s.asset_id
              and p.position_lots <> 0), ''),
          'owed=' || trunc(b.owed * 1e8), 'portfolioValue=' || trunc(portfolio_value * 1e8),
          'positionValue=' || trunc(position_value * 1e8))
        from v_portfolio_summary s join account_balances b using (account_address, subaccount, asset_id)
        """;

    private const string Gains =
        """
        select r.account_address || ':' || r.subaccount || ':pnl:' || r.asset_id, concat_ws(' ',
          'assetId=' || r.asset_id, 'feesPaid=' || trunc(r.fees_paid * 1e8),
          'netPnl=' || trunc((r.realised_pnl - r.fees_paid) * 1e8), 'realisedPnl=' || trunc(r.realised_pnl * 1e8),
          'unrealisedPnl=' || trunc(s.unrealised_pnl * 1e8))
        from router_portfolios r join v_portfolio_summary s using (account_address, subaccount, asset_id)
        """;

    [Fact]
    public async Task Of_random_trading_every_key_is_what_the_views_show_while_it_follows_and_after_a_loss()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(61)).Open();
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, stopping.Token);
        for (var round = 0; round < 4; round++)
        {
            venue.Run(400);
            await workspace.FollowToAsync(venue.LastSequence);
            await AgreeAsync(workspace, venue.LastSequence);
        }

        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        await AgreeAsync(workspace, venue.LastSequence);
        await redis.KillAsync();
        venue.Run(200);
        await workspace.FollowToAsync(venue.LastSequence);
        await redis.StartAsync();
        await AgreeAsync(workspace, venue.LastSequence);
        await StopAsync(mirroring, stopping);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_margin_markets_and_payouts_every_key_is_what_the_views_show(bool isPaidOut)
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(62));
        new MoneyScript(venue).Run(isPaidOut);
        await workspace.FollowToAsync(venue.LastSequence);
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, stopping.Token);

        await AgreeAsync(workspace, venue.LastSequence);
        await StopAsync(mirroring, stopping);
    }

    [Fact]
    public async Task A_new_mark_is_in_every_position_of_its_market()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(63)).Open();
        venue.Run(600);
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, stopping.Token);
        foreach (var ticks in (long[])[700, 701, 9_000])
        {
            await AgreeAsync(workspace, await FollowedAsync());
            venue.Append(Workspace.Frame(venue.LastSequence + 1, EventType.MarkPriceChanged, new MarkPriceChanged
            {
                MarketId = 1,
                MarketSequence = (ulong)ticks,
                PriceTicks = ticks,
            }));
        }

        await AgreeAsync(workspace, await FollowedAsync());
        var marked = await cluster.ScalarAsync(workspace.Database, "select count(*) from v_positions where market_id = 1");
        Assert.InRange(int.Parse(marked, CultureInfo.InvariantCulture), 2, 100);
        await StopAsync(mirroring, stopping);

        async Task<long> FollowedAsync()
        {
            await workspace.FollowToAsync(venue.LastSequence);
            return venue.LastSequence;
        }
    }

    [Fact]
    public async Task Hints_tell_the_sequence_to_which_mirror_and_account_were_brought()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(64)).Open();
        venue.Run(100);
        await redis.AskAsync(database => database.ExecuteAsync("FLUSHALL"));
        using var stopping = new CancellationTokenSource();
        var mirroring = Start(workspace, stopping.Token);
        await MirroredAsync(venue.LastSequence);
        var (whole, accounts) = (0L, new HashSet<long>());
        await redis.AskAsync(async database =>
        {
            var hints = database.Multiplexer.GetSubscriber();
            await hints.SubscribeAsync(RedisChannel.Literal("dexextra:{test}:changed"), (_, at) => Volatile.Write(ref whole, (long)at));
            await hints.SubscribeAsync(RedisChannel.Pattern(@"dexextra:{test}:account:*:changed"), (_, at) =>
            {
                lock (accounts)
                {
                    accounts.Add((long)at);
                }
            });
            return true;
        });

        venue.Run(100);
        await Eventually.TrueAsync(() => Volatile.Read(ref whole) == venue.LastSequence, "the last hint is the end of the log");
        lock (accounts)
        {
            Assert.NotEmpty(accounts);
            Assert.All(accounts, at => Assert.InRange(at, 101, venue.LastSequence));
        }

        await StopAsync(mirroring, stopping);
    }

    private Task Start(Workspace workspace, CancellationToken stopping) => Task.Run(
        () => new RedisMirror(workspace.Venue, redis.Endpoint, null, new FollowerStatus(), NullLogger.Instance).RunAsync(stopping),
        CancellationToken.None);

    private static async Task StopAsync(Task mirroring, CancellationTokenSource stopping)
    {
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => mirroring);
    }

    private Task MirroredAsync(long sequence) => Eventually.TrueAsync(
        async () => await redis.AskAsync(database => database.HashGetAsync("dexextra:{test}:mirror", "sequence")) == sequence,
        $"the mirror reaches {sequence}");

    private async Task AgreeAsync(Workspace workspace, long last)
    {
        var expected = new List<string>();
        foreach (var query in (string[])[Positions, Portfolios, Gains])
        {
            expected.AddRange((await cluster.QueryAsync(workspace.Database, query)).Select(row => $"{row[0]} {row[1]}"));
        }

        expected.Sort(StringComparer.Ordinal);
        Assert.Contains(expected, line => line.Contains(":pnl:", StringComparison.Ordinal));
        await MirroredAsync(last);
        Assert.Equal(string.Join('\n', expected), await redis.AskAsync(database => ReadAsync(database, last)));
    }

    private static async Task<string> ReadAsync(IDatabase database, long last)
    {
        var lines = new List<string>();
        await foreach (var key in database.Multiplexer.GetServers()[0].KeysAsync(pattern: Prefix + "*"))
        {
            var fields = (await database.HashGetAllAsync(key))
                .ToDictionary(entry => entry.Name.ToString(), entry => entry.Value.ToString());
            Assert.InRange(long.Parse(fields["sequence"], CultureInfo.InvariantCulture), 1, last);
            Assert.True(fields.Remove("sequence") && fields.Remove("engineTimeNs"));
            var sorted = fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}");
            lines.Add($"{key.ToString()[Prefix.Length..]} {string.Join(' ', sorted)}");
        }

        lines.Sort(StringComparer.Ordinal);
        return string.Join('\n', lines);
    }
}
