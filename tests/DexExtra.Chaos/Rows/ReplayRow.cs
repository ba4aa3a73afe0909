using System.Globalization;
using System.Security.Cryptography;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// ENG-02: one log is replayed by several processes with the compiler set differently; each ends in the same state
/// and writes the same event log, to the byte and the file name.
/// </summary>
internal static class ReplayRow
{
    private const int Frames = 10_000;

    private static readonly (string Name, string Variable, string Value)[] Compilers =
    [
        ("everything compiled fully", "DOTNET_TieredCompilation", "0"),
        ("with profiles", "DOTNET_TieredPGO", "1"),
        ("nothing compiled ahead", "DOTNET_ReadyToRun", "0"),
        ("no vector instructions", "DOTNET_EnableAVX2", "0"),
    ];

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        await rig.StartCheckedAsync();
        await rig.UntilAcknowledgedAsync(Frames);
        await rig.SettleAsync();
        await rig.KillAsync();
        rig.Verify();
        foreach (var (name, variable, value) in Compilers)
        {
            var length = rig.Acks.Count; // a killed engine may have logged more than it published
            var before = Fingerprint(rig, length);
            Directory.Delete(rig.Engine.EventsFolder, recursive: true);
            rig.Engine.Variables = new Dictionary<string, string>(Rig.Environment) { [variable] = value };
            await rig.StartCheckedAsync();
            rig.StopLoad();
            await rig.KillAsync();
            if (Fingerprint(rig, length) != before)
            {
                throw new ChaosException($"P3: {name}: the events differ");
            }

            rig.Verify();
            run.Outcome.Note(name, 0);
        }

        run.Outcome.Survive(Compilers.Length);
    });

    /// <summary>Names of the files that hold the first frames, and their digests.</summary>
    private static string Fingerprint(Rig rig, long frames)
    {
        using var again = new Watch.AckFollower(rig.Engine.EventsFolder);
        again.Drain();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var digest in again.Digests().Take((int)frames))
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<UInt128>([digest]));
        }

        var names = Directory.GetFiles(rig.Engine.EventsFolder, "*.events")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => long.Parse(name, CultureInfo.InvariantCulture) <= frames)
            .Order(StringComparer.Ordinal);
        return $"{string.Join(' ', names)} {Convert.ToHexString(hash.GetHashAndReset())}";
    }
}
