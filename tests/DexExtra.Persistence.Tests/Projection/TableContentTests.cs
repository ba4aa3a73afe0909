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
        Assert.All(
            await cluster.QueryAsync(
                workspace.Database,
                "select account_money + pool_money + fee_money - deposited_money from v_asset_conservation"),
            row => Assert.Equal("0.00000000", row[0]));
    }
}
