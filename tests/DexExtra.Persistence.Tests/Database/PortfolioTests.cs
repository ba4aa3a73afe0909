using System.Globalization;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// Snapshots of portfolios over several days against a slow recalculation from the rows of each evening (S224–S243).
/// </summary>
public sealed class PortfolioTests(PostgresCluster cluster)
{
    private const int Days = 6;

    private const string Positions =
        """
        select p.account_address || '/' || p.subaccount, p.position_lots::text, p.position_cost::text,
          coalesce(m.mark_price_ticks, m.last_price_ticks)::text, m.tick_value::text, m.floor_ticks::text, m.cap_ticks::text
        from user_positions p join markets m using (market_id) where p.position_lots <> 0
        """;

    private const string Deposits =
        """
        select account_address || '/' || subaccount, sum(amount)::text from vault_operations
        where operation_type = 'DEPOSIT' group by 1
        """;

    /// <param name="isMarked">All marks move every evening, by hand; else as the engine moves them, and a rebuild is compared.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_midnight_keeps_what_the_evening_left(bool isMarked)
    {
        var random = TestSeed.Create(102);
        var benchmark = new List<decimal>();
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(101)).Open();
        var evenings = new List<Dictionary<string, Evening>>();
        for (var day = 0; day < Days; day++)
        {
            venue.Run(day == 0 ? 400 : 120);
            await workspace.FollowToAsync(venue.LastSequence);
            if (isMarked)
            {
                await cluster.ExecuteAsync(workspace.Database, Marks(random));
            }

            benchmark.Add(await MarkAsync(workspace));
            evenings.Add(await EveningAsync(workspace));
            await SummaryEqualsAsync(workspace, evenings[^1]);
            venue.Skip(TimeSpan.FromDays(1));
        }

        venue.Run(1);
        await workspace.FollowToAsync(venue.LastSequence);

        var rows = await cluster.QueryAsync(workspace.Database,
            """
            select account_address || '/' || subaccount, snapshot_at::date::text, portfolio_value, net_deposits, daily_pnl,
              daily_return, total_return, max_drawdown, coalesce(volatility, -1), coalesce(sharpe_ratio, -1),
              coalesce(value_at_risk, -1), exposure, open_position_count, benchmark_return,
              coalesce(portfolio_beta, -9), coalesce(market_correlation, -9) from portfolio_snapshots order by 1, snapshot_at
            """);
        Assert.Equal(evenings.Sum(evening => evening.Count), rows.Count);
        foreach (var history in rows.GroupBy(row => row[0], StringComparer.Ordinal))
        {
            Evening[] own = [.. evenings.Where(evening => evening.ContainsKey(history.Key)).Select(evening => evening[history.Key])];
            Check(own, [.. history]);
            if (isMarked)
            {
                CheckBenchmark([.. benchmark.TakeLast(own.Length)], [.. history]);
            }
        }

        if (!isMarked)
        {
            await EqualsARebuildAsync(workspace);
        }
    }

    private static string Marks(Random random) => string.Join(';', Enumerable.Range(1, 3).Select(market =>
        $"update markets set mark_price_ticks = floor_ticks + {random.Next(100, 9_000)} where market_id = {market};"
        + $" update markets set mark_price = mark_price_ticks * tick_size where market_id = {market}"));

    /// <summary>Mean place of the marks between floor and cap: its changes are the benchmark.</summary>
    private async Task<decimal> MarkAsync(Workspace workspace) => Number(await cluster.ScalarAsync(
        workspace.Database, "select avg((coalesce(mark_price, 0) - floor_price)"
        + " / (cap_price - floor_price))::numeric(30,20) from markets"));

    /// <summary>The view says now what the snapshot will say at midnight.</summary>
    private async Task SummaryEqualsAsync(Workspace workspace, Dictionary<string, Evening> evening)
    {
        var found = await cluster.QueryAsync(workspace.Database,
            "select account_address || '/' || subaccount, portfolio_value, exposure, open_position_count from v_portfolio_summary");
        Assert.Equal(evening.Count, found.Count);
        Assert.All(found, row => Assert.Equal(
            [evening[row[0]].Value, evening[row[0]].Exposure, evening[row[0]].Positions], row.Skip(1).Select(Number)));
    }

    private static void CheckBenchmark(decimal[] marks, string[][] rows)
    {
        var r = rows.Select(row => (double)Number(row[5])).ToArray();
        var b = rows.Select(row => (double)Number(row[13])).ToArray();
        for (var day = 1; day < rows.Length; day++)
        {
            Near((double)(marks[day] - marks[day - 1]), Number(rows[day][13]));
            var (mean, other) = (r.Take(day + 1).Average(), b.Take(day + 1).Average());
            var covariance = r.Zip(b).Take(day + 1).Average(pair => (pair.First - mean) * (pair.Second - other));
            var (rr, bb) = (Variance(r[..(day + 1)]), Variance(b[..(day + 1)]));
            Near(bb == 0 ? -9 : covariance / bb, Number(rows[day][14]));
            Near(bb == 0 || rr == 0 ? -9 : covariance / Math.Sqrt(rr * bb), Number(rows[day][15]));
        }

        Assert.True(rows.Length > 1, "too short a history");
    }

    private static double Variance(double[] values) => values.Average(value => Math.Pow(value - values.Average(), 2));

    /// <summary>The rows do not depend on how the log was cut into batches.</summary>
    private async Task EqualsARebuildAsync(Workspace workspace)
    {
        var before = await workspace.DumpAsync();
        await cluster.ExecuteAsync("postgres", $"alter database {workspace.Database} rename to {workspace.Database}_before");
        workspace.Options = workspace.Options with { BatchMaxFrames = 3 };
        var last = long.Parse(
            await cluster.ScalarAsync($"{workspace.Database}_before", "select sequence from follower_cursor"),
            CultureInfo.InvariantCulture);

        await workspace.FollowToAsync(last);

        Assert.Equal(before, await workspace.DumpAsync());
    }

    private static void Check(Evening[] evenings, string[][] rows)
    {
        Assert.Equal(evenings.Length, rows.Length);
        var (wealth, peak, drawdown) = (1m, 1m, 0m);
        var returns = new List<decimal>();
        for (var day = 0; day < rows.Length; day++)
        {
            var found = rows[day].Skip(2).Select(text => decimal.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            var (now, old) = (evenings[day], day == 0 ? new Evening(0, 0, 0, 0) : evenings[day - 1]);
            var pnl = now.Value - old.Value - (now.Deposits - old.Deposits);
            returns.Add(old.Value > 0 ? Math.Max(-1, Round(pnl / old.Value)) : 0);
            wealth = 1 + Round((wealth * (1 + returns[^1])) - 1);
            peak = Math.Max(peak, wealth);
            drawdown = Math.Max(drawdown, Round(1 - (wealth / peak)));
            var mean = returns.Average();
            var spread = returns.Count < 2
                ? -1
                : Math.Sqrt((double)(returns.Sum(r => (r - mean) * (r - mean)) / (returns.Count - 1)));
            var worst = returns.Order().ElementAt((int)Math.Ceiling(0.05 * returns.Count) - 1);
            Assert.Equal(
                [now.Value, now.Deposits, pnl, returns[^1], wealth - 1, drawdown],
                found.Take(6));
            Near(spread < 0 ? -1 : spread * Math.Sqrt(365), found[6]);
            Near(spread <= 0 ? -1 : (double)mean / spread * Math.Sqrt(365), found[7]);
            Assert.Equal(returns.Count < 2 ? -1 : Round(Math.Max(0, -worst) * Math.Max(0, now.Value)), found[8]);
            Assert.Equal([now.Exposure, now.Positions], found.Skip(9).Take(2));
        }
    }

    private static void Near(double expected, decimal found) =>
        Assert.True(Math.Abs(expected - (double)found) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{expected} {found}");

    private static decimal Round(decimal value) => Math.Round(value, 8, MidpointRounding.AwayFromZero);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>FULL markets: a long is worth lots × (price − floor), a short lots × (cap − price).</summary>
    private async Task<Dictionary<string, Evening>> EveningAsync(Workspace workspace)
    {
        var evening = new Dictionary<string, Evening>(StringComparer.Ordinal);
        foreach (var row in await cluster.QueryAsync(
            workspace.Database, "select account_address || '/' || subaccount, available + held from account_balances"))
        {
            evening[row[0]] = new Evening(Number(row[1]), 0, 0, 0);
        }

        foreach (var row in await cluster.QueryAsync(workspace.Database, Positions))
        {
            var (lots, price, value) = (Number(row[1]), Number(row[3]), Number(row[4]));
            var worth = lots > 0 ? lots * (price - Number(row[5])) * value : -lots * (Number(row[6]) - price) * value;
            var was = evening[row[0]];
            evening[row[0]] = was with
            {
                Value = was.Value + worth,
                Exposure = was.Exposure + Math.Abs(lots * price * value),
                Positions = was.Positions + 1,
            };
        }

        foreach (var row in await cluster.QueryAsync(workspace.Database, Deposits))
        {
            evening[row[0]] = evening[row[0]] with { Deposits = Number(row[1]) };
        }

        return evening;
    }

    private sealed record Evening(decimal Value, decimal Deposits, decimal Exposure, int Positions);
}
