using System.Reflection;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Running;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Tests;

/// <summary>Whole runs: equal seeds are equal, every promise holds, and what must fail fails.</summary>
public sealed class SeedTests
{
    [Fact]
    public void The_same_seed_always_gives_the_same_trace()
    {
        using var bench = new Workbench();
        var first = Enumerable.Range(1, 32).Select(seed => new SeedRun(seed).Play(bench)).ToList();
        using var other = new Workbench();
        var again = Enumerable.Range(1, 32).Reverse().Select(seed => new SeedRun(seed).Play(other)).Reverse().ToList();
        Assert.Equal(first.Select(Summary), again.Select(Summary));
        Assert.Equal(32, first.Select(static outcome => outcome.TraceHash).Distinct().Count());
    }

    [Fact]
    public void Without_faults_everything_comes_through()
    {
        using var bench = new Workbench();
        for (var seed = 1; seed <= 16; seed++)
        {
            var outcome = new SeedRun(seed, SimMode.Calm).Play(bench);
            Assert.Null(outcome.What);
            Assert.Null(outcome.Refusal);
            Assert.True(outcome.Commands >= 40, $"seed {seed}: only {outcome.Commands} commands");
            Assert.DoesNotContain("stream full", outcome.Reached.Counts.Keys);
            Assert.DoesNotContain("message lost", outcome.Reached.Counts.Keys);
            Assert.DoesNotContain("state Retrying", outcome.Reached.Counts.Keys);
        }
    }

    [Fact]
    public void Inside_the_fault_atlas_every_promise_holds_and_nothing_refuses()
    {
        using var bench = new Workbench();
        for (var seed = 1; seed <= 100; seed++)
        {
            var outcome = new SeedRun(seed, SimMode.Swarm).Play(bench);
            Assert.True(outcome is { IsFailure: false, Refusal: null }, $"seed {seed}: {outcome.What}");
        }
    }

    [Theory]
    [InlineData(nameof(SimMode.Rot))]
    [InlineData(nameof(SimMode.Lying))]
    public void Outside_the_fault_atlas_the_engine_refuses_or_nothing_was_lost(string mode)
    {
        using var bench = new Workbench();
        var outcomes = Enumerable.Range(1, 40).Select(seed => new SeedRun(seed, Enum.Parse<SimMode>(mode)).Play(bench))
            .ToList();
        Assert.All(outcomes, static outcome => Assert.Null(outcome.What));
        Assert.Contains(outcomes, static outcome => outcome.Refusal is not null);
        Assert.Contains(outcomes, static outcome => outcome.Refusal is null);
    }

    [Fact]
    public void Every_seed_that_failed_once_holds_now()
    {
        using var bench = new Workbench();
        var remembered = SeedFile.Read(RepositoryRoot());
        Assert.NotEmpty(remembered);
        Assert.All(remembered, item => Assert.Null(new SeedRun(item.Seed, item.Mode).Play(bench).What));
    }

    [Fact]
    public void A_failing_run_is_cut_down_to_fewer_actions_that_break_the_same_promise()
    {
        using var bench = new Workbench();
        var run = FirstFailing(bench);
        var promise = run.Play(bench).Promise!;
        var smallest = new Minimiser(run, bench, promise).Run(run.Actions);
        Assert.True(smallest.Count < run.Actions.Count / 4, $"{smallest.Count} actions are left");
        Assert.Equal(promise, run.Play(bench, smallest, tell: null).Promise);
    }

    [Fact]
    public void What_is_told_of_a_run_does_not_change_it()
    {
        using var bench = new Workbench();
        var run = new SeedRun(7, SimMode.Swarm);
        var lines = new List<string>();
        Assert.Equal(run.Play(bench).TraceHash, run.Play(bench, run.Actions, lines.Add).TraceHash);
        Assert.True(lines.Count > run.Actions.Count);
    }

    private static string RepositoryRoot() => typeof(SeedRun).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "RepositoryRoot").Value!;

    private static SeedRun FirstFailing(Workbench bench)
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var run = new SeedRun(seed, SimMode.Swarm, movesCursorApart: true);
            if (run.Play(bench) is { IsFailure: true, Actions: > 0 })
            {
                return run;
            }
        }

        throw new InvalidOperationException("rows without their cursor are never found");
    }

    private static (ulong TraceHash, string? What, string? Refusal, long Commands) Summary(SeedOutcome outcome) =>
        (outcome.TraceHash, outcome.What, outcome.Refusal, outcome.Commands);
}
