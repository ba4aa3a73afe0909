using DexExtra.Backup.Store;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Making;

/// <summary>
/// Everything else under the data folder, whatever it is: what is left out is named here, so that nothing new is
/// forgotten. Files come and go while they are listed. Stateless.
/// </summary>
internal static class OtherFiles
{
    /// <summary>Path of the configuration in a backup: for people, a restore makes its own.</summary>
    public const string SavedConfig = "config/venue.saved.json";

    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["journal"] = string.Empty,
        ["snapshots"] = string.Empty,
        ["keys"] = "keys: secrets are never in a backup, keep them in a safe",
        ["postgres"] = "postgres: the database, made again from the log",
        ["redis"] = "redis: the mirror, made again from the log",
        ["events"] = "events: the event log, made again from the command log",
        ["cursors"] = "cursors: positions in the event log, written again by their owners",
        ["run"] = "run: process ids and locks",
        ["logs"] = "logs: what processes wrote for people",
        ["config/venue.id"] = "config/venue.id: names the shared memory, which is another after a restore",
        ["config/archive.folder"] = "config/archive.folder: a restored log is whole and begins another archive",
        ["restored.json"] = "restored.json: says where this data folder came from",
    };

    private static readonly string[] Unfinished = [".new", ".next", ".partial", ".tmp"];

    private static readonly EnumerationOptions All = new()
    {
        RecurseSubdirectories = true,
        IgnoreInaccessible = false,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>What a manifest says about them.</summary>
    public static IReadOnlyList<string> Excluded => [.. LeftOut.Values.Where(reason => reason.Length > 0)];

    /// <summary>Copies them; a file that is gone before it is read was of no use any more.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static List<BackupFile> Copy(VenueSource source, ObjectStore objects, Progress progress)
    {
        var data = source.Venue.DataFolder;
        List<BackupFile> copied = [objects.Add(source.ConfigWithoutSecrets(), SavedConfig)];
        foreach (var path in Wanted(data).Where(path => path != source.ConfigFile))
        {
            try
            {
                var name = Path.GetRelativePath(data, path);
                copied.Add(objects.Add([path], name, HashedCopy.Whole, progress));
            }
            catch (StorageException error) when (error.Errno == Errno.NoEntry)
            {
                // an outbox entry whose transaction became final
            }
        }

        return copied;
    }

    private static IEnumerable<string> Wanted(string data)
    {
        var tops = Directory.EnumerateFiles(data, "*", new EnumerationOptions { AttributesToSkip = 0 })
            .Concat(Directory.EnumerateDirectories(data)
                .Where(folder => !LeftOut.ContainsKey(Path.GetFileName(folder)))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*", All)));
        return tops
            .Where(path => !LeftOut.ContainsKey(Path.GetRelativePath(data, path)))
            .Where(path => Path.GetFileName(path) != "lock" && !Unfinished.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal);
    }
}
