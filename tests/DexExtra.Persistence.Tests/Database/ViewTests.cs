using System.Globalization;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Views and functions against a slow, obvious recalculation from the trades (S086–S088, S207, S251–S257).</summary>
public sealed class ViewTests(PostgresCluster cluster)
{
    private const string Fills =
        """
        select account_address || '/' || subaccount || '/' || market_id, match_id::text, price_ticks::text,
          (case side when 'BUY' then quantity_lots else -quantity_lots end)::text
        from v_fills f order by f.match_id, f.side desc
        """;

    [Fact]
    public async Task Candles_and_statistics_of_a_day_come_from_the_trades()
    {
        using var workspace = await TradedAsync(111, 2_500);
        var trades = (await cluster.QueryAsync(workspace.Database,
            "select market_id::text, price::text, quantity::text, extract(epoch from matched_at)::text, total_value::text"
            + " from trade_matches order by match_id"))
            .Select(row => (
                Market: row[0], Price: Number(row[1]), Quantity: Number(row[2]), Second: (long)Number(row[3]),
                Value: Number(row[4])))
            .ToArray();
        Assert.True(trades.Length > 300, "too few trades");

        foreach (var market in trades.GroupBy(trade => trade.Market, StringComparer.Ordinal))
        {
            foreach (var minutes in (int[])[1, 5, 60])
            {
                var wanted = market.GroupBy(trade => trade.Second / (60 * minutes)).OrderBy(bucket => bucket.Key).Select(bucket =>
                    Text(bucket.First().Price, bucket.Max(t => t.Price), bucket.Min(t => t.Price), bucket.Last().Price,
                        bucket.Sum(t => t.Quantity), bucket.Sum(t => t.Value), bucket.Count()));
                var found = await cluster.QueryAsync(workspace.Database,
                    "select open_price, high_price, low_price, close_price, volume, traded_value, trade_count from list_candles("
                    + $"{market.Key}, '{minutes} minutes', '2020-01-01', '2100-01-01') order by opened_at");
                Assert.Equal(wanted, found.Select(row => Text([.. row.Select(Number)])));
            }

            var day = Text(market.First().Price, market.Max(t => t.Price), market.Min(t => t.Price), market.Last().Price,
                market.Sum(t => t.Quantity), market.Sum(t => t.Value), market.Count());
            var statistics = (await cluster.QueryAsync(workspace.Database,
                "select open_24h_price, high_24h_price, low_24h_price, last_price, volume_24h, traded_value_24h, trade_count_24h"
                + $" from v_market_statistics where market_id = {market.Key}"))[0];
            Assert.Equal(day, Text([.. statistics.Select(Number)]));
        }
    }

    /// <summary>The displayed book is the sum over live orders, because none of this venue hides anything.</summary>
    [Fact]
    public async Task The_book_is_the_sum_of_the_live_orders()
    {
        using var workspace = await TradedAsync(112, 1_500);

        var found = await cluster.QueryAsync(workspace.Database,
            "select market_id, side, price_ticks, quantity_lots, order_count from v_order_book order by 1, 2, 3");

        Assert.True(found.Count > 20, "too few levels");
        Assert.Equal(
            await cluster.QueryAsync(workspace.Database,
                """
                select market_id, side, current_price_ticks, sum(leaves_lots)::bigint, count(*)::integer from orders
                where status in ('NEW', 'PARTIALLY_FILLED') group by 1, 2, 3 order by 1, 2, 3
                """),
            found);
        var best = await cluster.QueryAsync(workspace.Database, "select side, price from get_order_book(1, 1)");
        Assert.Equal(
            await cluster.QueryAsync(workspace.Database,
                "select side, price from v_order_book where market_id = 1 and level_place = 1 order by side"),
            best);
    }

    /// <summary>Vault, exposure, queue and margin status in a venue with margin, funds and withdrawals.</summary>
    [Fact]
    public async Task Money_views_are_sums_over_their_tables()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(116));
        new MoneyScript(venue).Run(isPaidOut: false);
        await workspace.FollowToAsync(venue.LastSequence);

        var pairs = await cluster.QueryAsync(workspace.Database,
            """
            select 'vault', (select vault_money from v_vault_utilisation where asset_id = 1), (select sum(amount)
              from vault_operations where asset_id = 1 and operation_type = 'DEPOSIT') - (select coalesce(sum(amount), 0)
              from vault_operations where asset_id = 1 and withdrawal_state = 'FINAL') + (select coalesce(sum(amount), 0)
              from vault_operations where asset_id = 1 and operation_type = 'FORCED_EXIT')
            union all
            select 'reserved', (select reserved_money from v_vault_utilisation where asset_id = 1),
              (select sum(held) from account_balances where asset_id = 1)
            union all
            select 'long', sum(long_lots), (select sum(position_lots) from user_positions where position_lots > 0)
            from v_market_exposure
            union all
            select 'short', sum(short_lots), (select -sum(position_lots) from user_positions where position_lots < 0)
            from v_market_exposure
            union all
            select 'queue', (select count(*) from v_settlement_queue),
              (select count(*) from trade_matches where settlement_state <> 'FINAL')
            union all
            select 'called', (select count(*) from v_margin_status),
              (select count(distinct (account_address, subaccount, asset_id, market_id)) from margin_calls)
            """);

        Assert.All(pairs, pair => Assert.True(pair[1] == pair[2] && pair[1] != PostgresServer.Null, string.Join(' ', pair)));
    }

    [Theory]
    [InlineData("FIFO")]
    [InlineData("LIFO")]
    [InlineData("HIFO")]
    [InlineData("AVERAGE")]
    public async Task Tax_lots_equal_a_count_of_single_lots(string method)
    {
        using var workspace = await TradedAsync(113, 900);
        var values = (await cluster.QueryAsync(workspace.Database, "select market_id::text, tick_value::text from markets"))
            .ToDictionary(row => row[0], row => Number(row[1]), StringComparer.Ordinal);
        var closings = 0;
        foreach (var life in (await cluster.QueryAsync(workspace.Database, Fills)).GroupBy(row => row[0], StringComparer.Ordinal))
        {
            var key = life.Key.Split('/');
            var wanted = Gains(life, method)
                .Select(gain => (gain.Key, Gain: Math.Round(gain.Value * values[key[2]], 8, MidpointRounding.AwayFromZero)))
                .OrderBy(gain => gain.Key).ToArray();
            var found = (await cluster.QueryAsync(workspace.Database,
                $"select l.closing_match_id, sum(l.gain)::text from list_tax_lots('{key[0]}', {key[1]}, {key[2]}, '{method}') l"
                + " group by 1 order by 1"))
                .Select(row => (Key: long.Parse(row[0], CultureInfo.InvariantCulture), Gain: Number(row[1]))).ToArray();
            closings += found.Length;
            Assert.Equal(wanted.Select(gain => gain.Key), found.Select(gain => gain.Key));
            Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.First.Gain - pair.Second.Gain, -0.000001m, 0.000001m));
        }

        Assert.True(closings > 20, $"only {closings} closings");
    }

    [Fact]
    public async Task Chosen_lots_are_closed_first()
    {
        using var workspace = await TradedAsync(113, 900);
        var life = (await cluster.QueryAsync(workspace.Database,
            "select account_address, subaccount, market_id from user_positions"
            + " where bought_lots > 0 and sold_lots > 0 order by fill_count desc limit 1"))[0];
        var lots = $"list_tax_lots('{life[0]}', {life[1]}, {life[2]}, 'LIFO')";
        var chosen = (await cluster.QueryAsync(workspace.Database,
            "select jsonb_object_agg(closing_match_id, opened)::text from (select closing_match_id,"
            + $" jsonb_agg(opening_match_id order by ordinality) as opened from {lots} with ordinality group by 1) as lots"))[0][0];
        const string Columns = "select closing_match_id, sum(lots), sum(gain) from ";

        Assert.Equal(
            await cluster.QueryAsync(workspace.Database, $"{Columns}{lots} group by 1 order by 1"),
            await cluster.QueryAsync(workspace.Database,
                $"{Columns}list_tax_lots('{life[0]}', {life[1]}, {life[2]}, 'SPECIFIC', '{chosen}') group by 1 order by 1"));
    }

    [Fact]
    public async Task Profit_volume_and_leaderboard_are_sums_over_the_fills()
    {
        using var workspace = await TradedAsync(114, 1_200);
        await cluster.ExecuteAsync(workspace.Database, "select refresh_analytics()");

        var wanted = (await cluster.QueryAsync(workspace.Database,
            "select account_address || '/' || subaccount, realised_pnl::text, fee::text, abs(total_value)::text from v_fills"))
            .GroupBy(row => row[0], StringComparer.Ordinal)
            .Select(rows => (
                Account: rows.Key, Pnl: rows.Sum(row => Number(row[1])), Fees: rows.Sum(row => Number(row[2])),
                Volume: rows.Sum(row => Number(row[3])), Count: rows.Count()))
            .OrderBy(row => row.Account, StringComparer.Ordinal).ToArray();

        foreach (var account in wanted)
        {
            var key = account.Account.Split('/');
            var found = (await cluster.QueryAsync(workspace.Database,
                "select realised_pnl, fees_paid, net_pnl, trade_count from"
                + $" calculate_pnl('{key[0]}', {key[1]}, 1, '2020-01-01', '2100-01-01')"))[0];
            Assert.Equal(
                Text(account.Pnl, account.Fees, account.Pnl - account.Fees, account.Count), Text([.. found.Select(Number)]));
        }

        var board = await cluster.QueryAsync(workspace.Database, "select net_pnl, total_volume from list_leaderboard(1, 1000)");
        Assert.Equal(
            wanted.OrderByDescending(row => row.Pnl - row.Fees).Select(row => Text(row.Pnl - row.Fees)),
            board.Select(row => Text(Number(row[0]))));
        Assert.Equal(Text(wanted.Sum(row => row.Volume)), Text(board.Sum(row => Number(row[1]))));
    }

    [Fact]
    public async Task Risk_figures_follow_their_formulas()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        var random = TestSeed.Create(115);
        var r = Enumerable.Range(0, 25).Select(_ => Math.Round((decimal)(random.NextDouble() - 0.48) / 10, 8)).ToArray();
        var b = r.Select(value => Math.Round((value / 2) + ((decimal)(random.NextDouble() - 0.5) / 50), 8)).ToArray();
        await cluster.ExecuteAsync(workspace.Database, "select begin_period('2026-03-01 00:00:00+00')");
        for (var day = 0; day < r.Length; day++)
        {
            await cluster.ExecuteAsync(workspace.Database, string.Create(CultureInfo.InvariantCulture,
                $"""
                insert into portfolio_snapshots values ('0xaa', 0, 1, '2026-03-01 00:00:00+00'::timestamptz + {day} * interval '1 day',
                  1000, 1000, 0, 0, 0, 0, 0, 0, 0, 0, '{"{}"}', 0, {r[day]}, 0, 0, 0, {b[day]}, 1, null, null, null, null, null, 1)
                """));
        }

        var found = (await cluster.QueryAsync(workspace.Database,
            "select * from calculate_risk_metrics('0xaa', 0, 1)"))[0].Select(text => (double)Number(text)).ToArray();

        var (mean, other) = ((double)r.Average(), (double)b.Average());
        var spread = Math.Sqrt(r.Sum(x => Math.Pow((double)x - mean, 2)) / (r.Length - 1));
        var downside = Math.Sqrt(r.Average(x => Math.Pow(Math.Min((double)x, 0), 2)));
        var covariance = r.Zip(b).Average(pair => ((double)pair.First - mean) * ((double)pair.Second - other));
        var (rr, bb) = (r.Average(x => Math.Pow((double)x - mean, 2)), b.Average(x => Math.Pow((double)x - other, 2)));
        var (wealth, peak, drawdown) = (1.0, 1.0, 0.0);
        foreach (var x in r)
        {
            wealth *= 1 + (double)x;
            peak = Math.Max(peak, wealth);
            drawdown = Math.Max(drawdown, 1 - (wealth / peak));
        }

        double[] wanted =
        [
            r.Length, mean, spread * Math.Sqrt(365), -(double)r.Order().ElementAt(1) * 1000,
            ((1.64485363 * spread) - mean) * 1000, mean / spread * Math.Sqrt(365), mean / downside * Math.Sqrt(365),
            covariance / bb, covariance / Math.Sqrt(rr * bb), drawdown,
        ];
        Assert.All(wanted.Zip(found), pair => Assert.InRange(pair.First - pair.Second, -1e-5, 1e-5));
    }

    /// <summary>Each lot by itself: open lots are a list of prices, one entry a lot.</summary>
    private static Dictionary<long, decimal> Gains(IEnumerable<string[]> fills, string method)
    {
        var gains = new Dictionary<long, decimal>();
        var open = new List<decimal>();
        var direction = 0;
        foreach (var fill in fills)
        {
            var (match, ticks) = (long.Parse(fill[1], CultureInfo.InvariantCulture), Number(fill[2]));
            var lots = int.Parse(fill[3], CultureInfo.InvariantCulture);
            for (var lot = 0; lot < Math.Abs(lots); lot++)
            {
                if (open.Count == 0 || direction == Math.Sign(lots))
                {
                    direction = Math.Sign(lots);
                    open.Add(ticks);
                    continue;
                }

                var index = method switch
                {
                    "LIFO" => open.Count - 1,
                    "HIFO" => open.IndexOf(direction > 0 ? open.Max() : open.Min()),
                    _ => 0,
                };
                var cost = method == "AVERAGE" ? open.Average() : open[index];
                open.RemoveAt(index);
                if (method == "AVERAGE")
                {
                    open = [.. Enumerable.Repeat(cost, open.Count)];
                }

                gains[match] = gains.GetValueOrDefault(match) + ((ticks - cost) * direction);
            }
        }

        return gains;
    }

    private static string Text(params decimal[] values) =>
        string.Join(' ', values.Select(value => value.ToString("0.########", CultureInfo.InvariantCulture)));

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private async Task<Workspace> TradedAsync(int salt, int commands)
    {
        var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(salt)).Open();
        venue.Run(commands);
        await workspace.FollowToAsync(venue.LastSequence);
        return workspace;
    }
}
