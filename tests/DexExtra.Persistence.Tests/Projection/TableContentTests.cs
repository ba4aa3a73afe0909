using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Projection;

/// <summary>Every column of every row of every table against an expectation built from the events alone.</summary>
public sealed class TableContentTests(PostgresCluster cluster)
{
    [Theory]
    [InlineData(1, 1, 300)]
    [InlineData(2, 7, 1_500)]
    [InlineData(3, 2_000, 6_000)]
    public async Task Tables_equal_the_expectation_for_any_batch_size(int salt, int batchMaxFrames, int commands)
    {
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { BatchMaxFrames = batchMaxFrames };
        using var venue = workspace.CreateVenue(TestSeed.Create(salt)).Open();
        venue.Run(commands);

        await workspace.FollowToAsync(venue.LastSequence);

        await workspace.CompareAsync(venue);
        await AssertConservedAsync(workspace, "0 0");
    }

    /// <summary>Money, margin, liquidation, custody, parameters and the payout of a margin market.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(3, true)]
    [InlineData(2_000, true)]
    [InlineData(2_000, false)]
    public async Task Money_equals_the_expectation_for_any_batch_size_and_nothing_is_lost(
        int batchMaxFrames, bool isPaidOut)
    {
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { BatchMaxFrames = batchMaxFrames };
        using var venue = workspace.CreateVenue(TestSeed.Create(17));
        new MoneyScript(venue).Run(isPaidOut);

        await workspace.FollowToAsync(venue.LastSequence);

        await workspace.CompareAsync(venue);
        var missing = await cluster.QueryAsync(
            workspace.Database,
            """
            select name from (values ('BALANCE_CHANGED'), ('POSITION_CLOSED'), ('POSITION_SETTLED'), ('MARKET_SETTLED'),
              ('RESULT_CHANGED'), ('MARGIN_CALLED'), ('LIQUIDATION_CHANGED'), ('POSITION_RANKED'),
              ('MARGIN_MODE_CHANGED'), ('MARGIN_REPORTED'), ('WITHDRAWAL_CHANGED'), ('FUND_CHANGED'),
              ('FEE_SCHEDULE_CHANGED'), ('FEE_TIER_CHANGED'), ('RISK_PARAMETERS_CHANGED'), ('RISK_LIMITS_CHANGED'),
              ('COLLATERAL_CHANGED'), ('COLLATERAL_PRICE_CHANGED'), ('WITHDRAWAL_LIMITS_CHANGED'),
              ('VENUE_STATE_CHANGED'), ('SESSION_KEY_CHANGED')) as wanted (name)
            where not exists (select from audit_trail where event_type = name)
            """);
        Assert.Equal(
            isPaidOut ? [] : ["POSITION_CLOSED", "POSITION_SETTLED", "MARKET_SETTLED", "RESULT_CHANGED"],
            missing.Select(row => row[0]));
        await AssertConservedAsync(workspace, "9.00000000 22.00000000");
    }

    /// <summary>Every kind of event, in lives that only an engine with all of them can produce.</summary>
    [Theory]
    [InlineData(11, 1, 250)]
    [InlineData(12, 7, 1_500)]
    [InlineData(13, 2_000, 1_500)]
    public async Task Lives_of_all_orders_equal_the_expectation_for_any_batch_size(
        int salt, int batchMaxFrames, int frames)
    {
        using var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { BatchMaxFrames = batchMaxFrames };
        using var venue = workspace.CreateVenue(TestSeed.Create(salt));
        new VenueScript(venue, TestSeed.Create(salt)).Run(frames);

        await workspace.FollowToAsync(venue.LastSequence);

        await workspace.CompareAsync(venue);
        var missing = await cluster.QueryAsync(
            workspace.Database,
            """
            select name from (values ('ORDER_TRIGGERED'), ('ORDER_ACTIVATED'), ('ORDER_REPRICED'), ('ORDER_AMENDED'),
              ('ORDER_REPLACED'), ('AMEND_REJECTED'), ('MASS_CANCELLED'), ('ACCOUNT_LOCK_CHANGED'),
              ('MARKET_STATE_CHANGED'), ('AUCTION_INDICATED'), ('AUCTION_UNCROSSED'), ('MARK_PRICE_CHANGED'),
              ('INDEX_PRICE_CHANGED'), ('TRADING_RULES_CHANGED')) as wanted (name)
            where not exists (select from audit_trail where event_type = name)
            union all
            select name from (values ('NEW'), ('PARTIALLY_FILLED'), ('FILLED'), ('CANCELLED'), ('STOPPED'), ('REJECTED'),
              ('PENDING_TRIGGER'), ('DORMANT')) as wanted (name)
            where not exists (select from orders where status = name)
            union all
            select 'trades of auctions' where not exists (select from trade_matches where auction_id is not null)
            """);
        Assert.Empty(missing.Select(row => row[0]));
    }

    /// <summary>No asset has a unit too many or too few; and what is locked for withdrawals and in funds is shown.</summary>
    private async Task AssertConservedAsync(Workspace workspace, string locked) => Assert.All(
        await cluster.QueryAsync(
            workspace.Database,
            """
            select account_money + margin_money + pool_money + fee_money + fund_money + withdrawing_money
              - deposited_money + withdrawn_money, withdrawing_money, fund_money from v_asset_conservation
            """),
        row =>
        {
            Assert.Equal("0.00000000", row[0]);
            Assert.Equal(locked, $"{row[1]} {row[2]}");
        });
}
