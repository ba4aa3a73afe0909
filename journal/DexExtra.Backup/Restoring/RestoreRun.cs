using System.Globalization;
using System.Text.Json;
using DexExtra.Backup.Store;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots;
using DexExtra.Snapshots.Files;

namespace DexExtra.Backup.Restoring;

/// <summary>
/// A data folder from a backup: every hash, then the files beside their place, the cut, the event log by replay, the
/// state hash, and last the name. A restore that was interrupted leaves no data folder. One use, one thread.
/// </summary>
internal sealed class RestoreRun(
    BackupFolder folder, BackupManifest manifest, string data, EngineOptions options, TextWriter stderr)
{
    /// <summary>
    /// Says in a data folder where it came from; removed by the first start that settlement finds good.
    /// </summary>
    public const string Mark = "restored.json";

    private const string Snapshots = "snapshots/";
    private const string BesideSuffix = ".restoring";

    /// <summary>What does not follow the log, so that a cut does not make it wrong; the log itself is cut.</summary>
    private static readonly string[] KeptByCut = ["journal/", "config/", "anvil/"];

    private readonly string _beside = data + BesideSuffix;
    private readonly EngineOptions _options = options with { NettedSettlement = manifest.Head.NettedSettlement };

    private string JournalFolder => Path.Combine(_beside, "journal");

    private string EventsFolder => Path.Combine(_beside, "events");

    /// <summary>Returns the line of result.</summary>
    /// <param name="to">Last command that stays; null = all of the backup.</param>
    /// <exception cref="BackupException">
    /// The backup is damaged, the folder is in use, or the replay gives another state: there is no data folder.
    /// </exception>
    /// <exception cref="StorageException">The disk refuses: there is no data folder.</exception>
    public string Run(long? to)
    {
        var last = to ?? manifest.Head.Sequence;
        if (last > manifest.Head.Sequence)
        {
            throw BackupException.Arguments(
                $"--to {last} is behind the end of backup {manifest.Name}, {manifest.Head.Sequence}");
        }

        RequireEmpty();
        folder.Verify(manifest.Files, new Progress(stderr, "verified"));
        LayOut(last);
        var hash = Rebuild(last);
        if (last == manifest.Head.Sequence && hash != manifest.Head.StateHash)
        {
            throw BackupException.Damage(
                $"the log gives state {hash} at {last}, {manifest.Head.StateHash} was backed up");
        }

        Finish(last, hash);
        return $"restored {manifest.Name} to {data}: commands 1 to {last} of {manifest.Head.Sequence}, state {hash}";
    }

    private void RequireEmpty()
    {
        if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
        {
            throw BackupException.Damage($"{data} is not empty: restore into a folder that does not exist");
        }

        if (!Directory.Exists(_beside))
        {
            return;
        }

        if (Directory.EnumerateFileSystemEntries(_beside).Any() && !File.Exists(Path.Combine(_beside, Mark)))
        {
            throw BackupException.Damage($"{_beside} is in the way and is no interrupted restore");
        }

        Directory.Delete(_beside, recursive: true);
    }

    private void LayOut(long last)
    {
        FileStorage.Instance.CreateFolder(_beside);
        WriteMark(last, string.Empty);
        var progress = new Progress(stderr, "laid out") { Total = manifest.Files.Sum(file => file.Bytes) };
        HashSet<string> folders = [];
        foreach (var file in manifest.Files.Where(file => IsWanted(file, last)))
        {
            var target = Path.Combine(_beside, file.Path);
            if (folders.Add(Path.GetDirectoryName(target)!))
            {
                FileStorage.Instance.CreateFolder(Path.GetDirectoryName(target)!);
            }

            var source = folder.Objects.PathOf(file.Sha256);
            BackupFolder.Check(file, source, HashedCopy.Copy(source, target, HashedCopy.Whole, progress));
        }

        if (last < manifest.Head.Sequence)
        {
            using var taken = FileStorage.Instance.LockFolder(JournalFolder);
            CommandLogCut.Run(FileStorage.Instance, JournalFolder, last);
            CutSkipList(last);
        }

        foreach (var made in folders)
        {
            FileStorage.Instance.SyncFolder(made);
        }
    }

    /// <summary>
    /// Without what the cut may take back: later snapshots, and every other file that follows the log, above all signed
    /// transactions, which may speak of later matches; and without snapshots that this build cannot use.
    /// </summary>
    private bool IsWanted(BackupFile file, long last)
    {
        if (file.Path.StartsWith(Snapshots, StringComparison.Ordinal))
        {
            return file.LastSequence <= last && manifest.Head.Build == SnapshotBuild.Current;
        }

        return last == manifest.Head.Sequence
            || KeptByCut.Any(folderKept => file.Path.StartsWith(folderKept, StringComparison.Ordinal));
    }

    /// <summary>A command that is cut away may get another one in its place, which must not be passed over.</summary>
    private void CutSkipList(long last)
    {
        var list = SkipList.Read(FileStorage.Instance, JournalFolder);
        if (list.Commands.All(command => command.Sequence <= last))
        {
            return;
        }

        FileStorage.Instance.Delete(Path.Combine(JournalFolder, SkipList.FileName));
        foreach (var command in list.Commands.Where(command => command.Sequence <= last))
        {
            SkipList.Add(FileStorage.Instance, JournalFolder, command);
        }
    }

    /// <summary>
    /// The event log from the command log, from its beginning; the state on the way is held against the snapshot's.
    /// Returns the state hash at the end.
    /// </summary>
    private string Rebuild(long last)
    {
        var held = Proven(last);
        var engine = new ReplayedEngine(
            EngineSnapshot.Fresh(_options), SkipList.Read(FileStorage.Instance, JournalFolder));
        var progress = new Progress(stderr, "replayed");
        var size = new EventLogOptions { SegmentBytes = manifest.Head.EventSegmentBytes, PrepareInBackground = false };
        using (var events = EventLogWriter.Open(EventsFolder, size))
        {
            var end = engine.Run(FileStorage.Instance, JournalFolder, (sequence, frame) =>
            {
                events.Append(sequence, frame);
                if (held.TryGetValue(sequence, out var wanted) && engine.StateHash != wanted)
                {
                    throw BackupException.Damage(
                        $"the log gives state {engine.StateHash} at {sequence}, its snapshot has {wanted}");
                }

                progress.At(sequence, last);
            });
            if (end != last)
            {
                throw BackupException.Damage($"the restored command log ends with {end}, {last} expected");
            }
        }

        EventLogSync.Run(FileStorage.Instance, EventsFolder, 1, last);
        return engine.StateHash;
    }

    /// <summary>State hashes by sequence that the backup's snapshots state, whatever build wrote them.</summary>
    private Dictionary<long, string> Proven(long last)
    {
        var storage = new BackupStorage(folder.Objects, manifest.Files);
        return new SnapshotFolder(storage, Snapshots.TrimEnd('/')).List().Entries
            .Where(entry => entry.Header.Sequence <= last)
            .ToDictionary(entry => entry.Header.Sequence, entry => ReplayedEngine.Format(entry.Header.StateHash));
    }

    private void Finish(long last, string hash)
    {
        FileStorage.Instance.Delete(Path.Combine(_beside, Mark));
        WriteMark(last, hash);
        FileStorage.Instance.SyncFolder(_beside);
        FileStorage.Instance.Rename(_beside, data);
        FileStorage.Instance.SyncFolder(Path.GetDirectoryName(data)!);
    }

    private void WriteMark(long last, string hash)
    {
        using var file = FileStorage.Instance.Open(Path.Combine(_beside, Mark), StorageOpenMode.CreateNew);
        file.WriteAt(
            JsonSerializer.SerializeToUtf8Bytes(new
            {
                backup = manifest.Name,
                sequence = last,
                backedUp = manifest.Head.Sequence,
                stateHash = hash,
                at = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            }),
            0);
        file.SyncData();
    }
}
