using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Plants;

/// <summary>What must find a plant: its list, its streams and how long it looks for a run that finds one.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="File">Under tests/plants.</param>
/// <param name="Profiles">Of its streams.</param>
/// <param name="ShortCommands">Commands of the short runs that a search begins with.</param>
/// <param name="ShortSeeds">How many of them.</param>
/// <param name="Commands">Commands of the long runs.</param>
/// <param name="Seeds">How many of those.</param>
internal sealed record Judge(
    string Name, string File, IReadOnlyList<string> Profiles, int ShortCommands, int ShortSeeds, int Commands, int Seeds)
{
    /// <summary>Engine against reference: every frame to the byte.</summary>
    public static readonly Judge Reference = new("reference", "plants.json", StreamProfile.Names, 500, 24, 3_000, 96);

    /// <summary>Engine against slow ledger: every number of money.</summary>
    public static readonly Judge Money = new("money", "money.json", MoneyProfile.Names, 2_000, 36, 20_000, 90);

    public static readonly IReadOnlyList<Judge> All = [Reference, Money];

    /// <summary>Some profiles show nothing in fewer.</summary>
    public int LeastCommands(string profile, int seed) =>
        this == Reference ? StreamProfile.Draw(profile, seed).CommandsMin : 0;
}
