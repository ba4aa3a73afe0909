namespace DexExtra.Plants;

/// <summary>
/// Looks for a run in which a plant parts the engine from its judge. A run counts only where the engine without the
/// plant agrees with it.
/// </summary>
internal sealed class PlantSearch(Judge judge, CompiledEngine clean, PlantsOptions options)
{
    private const int KnownProfileSeeds = 12;
    private readonly int _commands = options.Commands ?? judge.Commands;
    private readonly string? _profile = judge.Profiles.Contains(options.Profile) ? options.Profile : null;

    /// <summary>The known run first, then as many seeds as the options allow; null when nothing finds it.</summary>
    public PlantFinding? Find(Plant plant, CompiledEngine planted)
    {
        if (!options.Searches && plant.Run is { } known && Try(planted, known) is { } finding)
        {
            return finding with { IsKnown = true };
        }

        return Candidates(plant).Select(run => Try(planted, run)).FirstOrDefault(found => found is not null);
    }

    /// <summary>Short runs first; then long ones, a few of them of the profile where it was found before.</summary>
    private IEnumerable<FindingRun> Candidates(Plant plant)
    {
        var seeds = Enumerable.Range(1, options.Seeds ?? judge.Seeds);
        var inTurns = seeds.Select(seed =>
            (Profile: _profile ?? judge.Profiles[seed % judge.Profiles.Count], Seed: seed));
        var sameProfile = seeds.Take(_profile is null && plant.Run is not null ? KnownProfileSeeds : 0)
            .Select(seed => (plant.Run!.Profile, Seed: seed));
        var shortRuns = inTurns.Take(judge.ShortSeeds)
            .Select(item => new FindingRun(item.Profile, item.Seed, Math.Min(judge.ShortCommands, _commands)));
        var longRuns = sameProfile.Concat(inTurns)
            .Select(item => new FindingRun(item.Profile, item.Seed, Commands(item.Profile, item.Seed)));
        return shortRuns.Concat(longRuns);
    }

    private int Commands(string profile, int seed) =>
        Math.Max(_commands, judge.LeastCommands(profile, seed));

    private PlantFinding? Try(CompiledEngine planted, FindingRun run)
    {
        var (commands, what) = planted.Run(judge, run);
        var found = run with { Commands = commands };
        return commands > 0 && clean.Run(judge, found).Commands == 0 ? new PlantFinding(found, what, false) : null;
    }
}
