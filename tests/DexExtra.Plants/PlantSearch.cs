using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Plants;

/// <summary>
/// Looks for a run in which a plant parts the engine from the reference. A run counts only where the engine without the
/// plant does not differ from the reference.
/// </summary>
internal sealed class PlantSearch(CompiledEngine clean, PlantsOptions options)
{
    private const int ShortCommands = 500;
    private const int ShortSeeds = 24;
    private const int KnownProfileSeeds = 12;

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
        var seeds = Enumerable.Range(1, options.Seeds);
        var inTurns = seeds.Select(seed =>
            (Profile: options.Profile ?? StreamProfile.Names[seed % StreamProfile.Names.Count], Seed: seed));
        var sameProfile = seeds.Take(options.Profile is null && plant.Run is not null ? KnownProfileSeeds : 0)
            .Select(seed => (plant.Run!.Profile, Seed: seed));
        var shortRuns = inTurns.Take(ShortSeeds)
            .Select(item => new FindingRun(item.Profile, item.Seed, Math.Min(ShortCommands, options.Commands)));
        var longRuns = sameProfile.Concat(inTurns)
            .Select(item => new FindingRun(item.Profile, item.Seed, Commands(item.Profile, item.Seed)));
        return shortRuns.Concat(longRuns);
    }

    private int Commands(string profile, int seed) =>
        Math.Max(options.Commands, StreamProfile.Draw(profile, seed).CommandsMin);

    private PlantFinding? Try(CompiledEngine planted, FindingRun run)
    {
        var (commands, what) = planted.Run(run.Profile, run.Seed, run.Commands);
        return commands > 0 && clean.Run(run.Profile, run.Seed, commands).Commands == 0
            ? new PlantFinding(run with { Commands = commands }, what, false)
            : null;
    }
}
