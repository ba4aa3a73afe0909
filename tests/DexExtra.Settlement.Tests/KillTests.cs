using System.Diagnostics;
using DexExtra.Settlement.Tests.Support;

namespace DexExtra.Settlement.Tests;

/// <summary>P6 with the real program: killed without warning at seeded moments, every match still settles exactly
/// once.</summary>
public sealed class KillTests(AnvilNode node, ITestOutputHelper output) : IClassFixture<AnvilNode>
{
    private const int Lives = 4;
    private const ulong MatchesAtLeast = 40;

    [Fact]
    [Trait("rule", "P6")]
    public async Task The_killed_process_loses_and_doubles_nothing()
    {
        var seed = Environment.GetEnvironmentVariable("DEXEXTRA_SEED") is { } text ? int.Parse(text) : 4_711;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var venue = await TestVenue.CreateAsync(node);
        var config = SettlementProgram.WriteConfig(venue);
        await venue.DepositAsync(venue.Alice, 100_000);
        await venue.DepositAsync(venue.Bob, 100_000);
        for (var life = 0; life <= Lives; life++)
        {
            using var process = SettlementProgram.Start(config);
            var isLast = life == Lives;
            var end = Environment.TickCount64 + (isLast ? long.MaxValue / 2 : 300 + random.Next(1_200));
            while (Environment.TickCount64 < end && !(isLast && IsSettled(venue)))
            {
                Assert.False(process.HasExited, "the process ended by itself");
                TradeSome(venue, random);
                venue.Engine.PumpSettlement();
                await node.MineAsync(1);
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        output.WriteLine($"{venue.Engine.Core.View.NextMatchId - 1} matches");
        await venue.AssertAgreementAsync();
    }

    [Fact]
    public async Task The_program_stops_cleanly_when_asked()
    {
        using var venue = await TestVenue.CreateAsync(node);
        using var process = SettlementProgram.Start(SettlementProgram.WriteConfig(venue));
        while (!File.Exists(Path.Combine(venue.Venue.StreamsFolder, "100.stream")))
        {
            Assert.False(process.HasExited, "the process ended by itself");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        using var signal = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
    }

    private static bool IsSettled(TestVenue venue) => venue.Engine.Core.View is { NextMatchId: > MatchesAtLeast } view
        && view.OldestUnsettledMatchId == view.NextMatchId;

    private static void TradeSome(TestVenue venue, Random random)
    {
        var view = venue.Engine.Core.View;
        if (view is { Accounts: 2, NextMatchId: <= MatchesAtLeast } && random.Next(4) == 0)
        {
            venue.Trade(1 + random.Next(5));
        }
    }
}
