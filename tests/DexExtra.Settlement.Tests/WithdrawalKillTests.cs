using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>
/// CHN-03, K2 with the real program: killed without warning at every step of a withdrawal, as soon as it has said or
/// sent something and before anybody has answered. The money arrives once.
/// </summary>
[Trait("row", "CHN-03")]
public sealed class WithdrawalKillTests(AnvilNode node) : IClassFixture<AnvilNode>
{
    [Fact]
    public async Task Killed_at_every_step_it_pays_once()
    {
        using var venue = await OpenAsync();
        var config = SettlementProgram.WriteConfig(venue);
        venue.RequestWithdrawal(venue.Alice, 40);

        // it has said SIGNED, and the engine has not heard it
        await LifeAsync(config, () => HasSaid(venue));
        Hear(venue, "1 Signed");

        // the payment is in the node's pool, and nothing was said about it
        await node.RpcAsync("evm_setAutomine", false);
        await LifeAsync(config, () => HasPending().GetAwaiter().GetResult());
        await LifeAsync(config, () => HasSaid(venue));
        Hear(venue, "1 Sent");
        Assert.Equal(UInt128.Zero, await Withdrawals.WalletAsync(venue, venue.Alice));

        // it is in a block that is not final
        await node.RpcAsync("evm_setAutomine", true);
        await node.MineAsync(1);
        await LifeAsync(config, () => true);
        Assert.Equal("1 Sent", Withdrawals.Steps(venue)[^1]);

        // it has said FINAL
        await node.MineAsync(3);
        await LifeAsync(config, () => HasSaid(venue));
        Hear(venue, "1 Final");
        await LifeAsync(config, () => Directory.GetFiles(venue.OutboxFolder, "*.tx").Length == 0);

        Assert.Equal(["1 Locked", "1 Signed", "1 Sent", "1 Final"], Withdrawals.Steps(venue));
        Assert.Equal((UInt128)40, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task Killed_at_random_it_pays_every_withdrawal_once()
    {
        const int Lives = 6;
        var seed = Environment.GetEnvironmentVariable("DEXEXTRA_SEED") is { } text ? int.Parse(text) : 7_411;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var venue = await OpenAsync();
        var config = SettlementProgram.WriteConfig(venue);
        var asked = 0U;
        for (var life = 0; life <= Lives; life++)
        {
            var turns = life == Lives ? int.MaxValue : 10 + random.Next(60);
            await LifeAsync(config, () =>
            {
                if (life < Lives && random.Next(8) == 0)
                {
                    venue.RequestWithdrawal(venue.Alice, 1);
                    asked++;
                }

                venue.Engine.PumpSettlement();
                node.MineAsync(1).GetAwaiter().GetResult();
                return --turns < 0 || (life == Lives && IsOver(venue, asked));
            });
        }

        Assert.Equal((UInt128)asked, await Withdrawals.WalletAsync(venue, venue.Alice));
        await venue.AssertAgreementAsync();
    }

    private static bool IsOver(TestVenue venue, uint asked) => Withdrawals.Steps(venue)
        .Count(static step => step.EndsWith("Final", StringComparison.Ordinal)) == asked;

    /// <summary>One life of the program, ended without warning once something has happened.</summary>
    private static async Task LifeAsync(string config, Func<bool> hasHappened)
    {
        using var process = SettlementProgram.Start(config);
        try
        {
            while (!hasHappened())
            {
                Assert.False(process.HasExited, "the process ended by itself");
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Whether a command of the process waits for the engine.</summary>
    private static bool HasSaid(TestVenue venue) => venue.Engine.HasSettlementCommands();

    private static void Hear(TestVenue venue, string step)
    {
        venue.Engine.PumpSettlement();
        Assert.Equal(step, Withdrawals.Steps(venue)[^1]);
    }

    private async Task<bool> HasPending() =>
        (await node.RpcAsync("txpool_status")).GetProperty("pending").GetString() != "0x0";

    /// <summary>Both are funded, and the market is on chain: nothing but the withdrawal is left to do.</summary>
    private async Task<TestVenue> OpenAsync()
    {
        var venue = await TestVenue.CreateAsync(node);
        await venue.OpenWithdrawalsAsync();
        await venue.FundTradersAsync(1_000);
        using var agent = venue.OpenAgent();
        await agent.RunUntilAsync(() => agent.Agent.Status is { MarketsRegistered: 1, OutboxEntries: 0 });
        return venue;
    }
}
