using System.Globalization;
using DexExtra.Engine.Reference.Coverage;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// ENG-01: the same random commands through the engine and the reference; every frame equal to the byte, every
/// balance, position, book and pool equal, and every rule and answer reached. DEXEXTRA_SEED moves the seeds,
/// DEXEXTRA_COMMANDS is the length of each; ./run.sh diff runs more.
/// </summary>
[Trait("rule", "ENG-01")]
public sealed class DifferentialTests(ITestOutputHelper output)
{
    private const int SeedsPerProfile = 2;

    [Fact]
    public void Engine_and_reference_agree_on_every_byte_of_every_profile_and_all_rules_are_reached()
    {
        var first = Setting("DEXEXTRA_SEED", 1);
        var commands = Setting("DEXEXTRA_COMMANDS", 3_000);
        var coverage = new CoverageReport();
        foreach (var name in StreamProfile.Names)
        {
            for (var seed = first; seed < first + SeedsPerProfile; seed++)
            {
                output.WriteLine($"profile {name}, seed {seed}, {commands} commands");
                var run = new DifferentialRun(StreamProfile.Draw(name, seed), seed, EngineAndReference.Of);
                var difference = run.Run(Math.Max(commands, run.Profile.CommandsMin));
                Assert.True(difference is null, difference is null ? "" : Text(name, seed, difference));
                coverage.Add(run.Coverage);
            }
        }

        output.WriteLine(string.Join('\n', coverage.Table()));
        Assert.Empty(coverage.Missing());
    }

    private static string Text(string profile, int seed, Difference difference) =>
        $"profile {profile}, seed {seed}, command {difference.Sequence}: {difference.What}\n"
        + $"engine:\n  {string.Join("\n  ", difference.Engine)}\n"
        + $"reference:\n  {string.Join("\n  ", difference.Reference)}\n"
        + $"shrink it: ./run.sh diff --profile {profile} --seed {seed} --seeds 1";

    private static int Setting(string name, int fallback) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : fallback;
}
