using System.Globalization;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Running;

/// <summary>What <see cref="PlantedVenue"/> calls beside each venue: seeds, with plain values going in and out.</summary>
internal static class PlantTrial
{
    /// <summary>The first failure of so many seeds, as text; null when every promise held.</summary>
    public static string? Run(int seed, string mode, int seeds, bool movesCursorApart)
    {
        using var bench = new Workbench();
        for (var next = seed; next < seed + seeds; next++)
        {
            var run = new SeedRun(
                next, Enum.Parse<SimMode>(mode), SeedRun.ActionsUsually, movesCursorApart);
            var outcome = run.Play(bench);
            if (outcome.IsFailure)
            {
                return string.Create(CultureInfo.InvariantCulture, $"seed {next}, {outcome.What}");
            }
        }

        return null;
    }
}
