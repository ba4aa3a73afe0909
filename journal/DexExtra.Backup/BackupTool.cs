using DexExtra.Backup.Making;
using DexExtra.Backup.Restoring;
using DexExtra.Backup.Store;
using DexExtra.Engine;
using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup;

/// <summary>
/// The composition root: verbs, and one line and an exit code for every way to fail. One thread.
/// </summary>
internal static class BackupTool
{
    private const string Usage = """
        usage: dexextra-backup VERB options
          create  --config FILE --into DIR [--keep N]      one more backup of the venue, which may run
          verify  --from DIR                               every byte of every backup against its hash
          restore --from DIR --data FOLDER [--backup NAME] [--to SEQUENCE]
                                                           a data folder from the newest backup, or the named one
        stdout: one line of result; stderr: progress and remarks
        exit code 0 good, 1 damage or refused, 2 arguments
        """;

    /// <summary>Runs one verb; the engine is made with these options, as the host makes its own.</summary>
    public static int Run(
        IReadOnlyList<string> arguments, TextWriter stdout, TextWriter stderr, EngineOptions? engine = null)
    {
        var options = engine ?? new EngineOptions();
        try
        {
            string[] rest = [.. arguments.Skip(1)];
            switch (arguments.Count > 0 ? arguments[0] : string.Empty)
            {
                case "create":
                    Create(new BackupArguments(rest, ["--config", "--into", "--keep"]), options, stdout, stderr);
                    return BackupExit.Good;
                case "verify":
                    Verify(new BackupArguments(rest, ["--from"]), stdout, stderr);
                    return BackupExit.Good;
                case "restore":
                    Restore(
                        new BackupArguments(rest, ["--from", "--data", "--backup", "--to"]), options, stdout, stderr);
                    return BackupExit.Good;
                default:
                    stderr.WriteLine(Usage);
                    return BackupExit.Arguments;
            }
        }
        catch (BackupException error)
        {
            stderr.WriteLine(error.Message);
            return error.ExitCode;
        }
        catch (ConfigurationException error)
        {
            stderr.WriteLine(error.Message);
            return BackupExit.Arguments;
        }
        catch (Exception error) when (error is StorageException or RecoveryRefusedException
            or EventLogCorruptException or InvariantViolationException or IOException or UnauthorizedAccessException)
        {
            stderr.WriteLine(error.Message);
            return BackupExit.Damage;
        }
    }

    private static void Create(
        BackupArguments arguments, EngineOptions options, TextWriter stdout, TextWriter stderr)
    {
        var source = new VenueSource(arguments.Required("--config"), options);
        var into = Path.GetFullPath(arguments.Required("--into"));
        var keep = arguments.Number("--keep");
        if (IsInside(into, source.Venue.DataFolder))
        {
            throw BackupException.Arguments($"{into} lies in the data folder that it would back up");
        }

        using var folder = BackupFolder.ForWriting(into);
        stdout.WriteLine(new BackupMaker(source, folder, stderr).Make());
        foreach (var line in folder.Prune(keep ?? long.MaxValue))
        {
            stderr.WriteLine(line);
        }
    }

    private static void Verify(BackupArguments arguments, TextWriter stdout, TextWriter stderr)
    {
        var folder = BackupFolder.ForReading(arguments.Required("--from"));
        var manifests = folder.Names().Select(folder.Read).ToList();
        var files = manifests.SelectMany(manifest => manifest.Files).DistinctBy(file => file.Sha256).ToList();
        folder.Verify(files, new Progress(stderr, "verified"));
        var bytes = files.Sum(file => file.Bytes);
        stdout.WriteLine($"intact: {manifests.Count} backups, {files.Count} objects, {bytes} bytes");
    }

    private static void Restore(
        BackupArguments arguments, EngineOptions options, TextWriter stdout, TextWriter stderr)
    {
        var folder = BackupFolder.ForReading(arguments.Required("--from"));
        var name = arguments.Text("--backup") ?? folder.Newest();
        var data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(arguments.Required("--data")));
        var run = new RestoreRun(folder, folder.Read(name), data, options, stderr);
        stdout.WriteLine(run.Run(arguments.Number("--to")));
    }

    private static bool IsInside(string path, string folder) =>
        !Path.GetRelativePath(folder, path).StartsWith("..", StringComparison.Ordinal)
        && !Path.IsPathRooted(Path.GetRelativePath(folder, path));
}
