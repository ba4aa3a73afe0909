using System.Globalization;
using DexExtra.Backup.Store;
using DexExtra.Engine;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots;
using DexExtra.Snapshots.Files;

namespace DexExtra.Backup.Making;

/// <summary>
/// One backup of a venue, which may run: copies, replays the copy to its end for the state hash, and only then writes
/// the manifest (ADR 0022). Takes nothing from the engine but reads of the disk. One use, one thread.
/// </summary>
internal sealed class BackupMaker(VenueSource source, BackupFolder folder, TextWriter stderr)
{
    private const string Journal = "journal";
    private const string Snapshots = "snapshots";
    private const string OptionsFile = "engine.options";
    private const int MostTries = 5;

    private readonly ObjectStore _objects = folder.Objects;
    private readonly Progress _progress = new(stderr, "copied or found");

    /// <summary>Returns the line of result.</summary>
    /// <exception cref="BackupException">The venue's logs are damaged or empty: there is no backup.</exception>
    /// <exception cref="StorageException">The disk refuses: there is no backup.</exception>
    /// <exception cref="InvariantViolationException">The log holds a poison command: there is no backup.</exception>
    public string Make()
    {
        // the outbox first: what it speaks of is then in the log that is copied after it
        var files = OtherFiles.Copy(source, _objects, _progress);
        var published = PublishedEnd.Read(source.Venue.EventsFolder);
        if (published == 0)
        {
            throw BackupException.Damage($"nothing is published in {source.Venue.EventsFolder}: nothing to back up");
        }

        var end = LogEnd.Find(source.Venue.JournalFolder, published);
        files.AddRange(Log(end));
        if (Snapshot(end.Sequence) is { } snapshot)
        {
            files.Add(snapshot);
        }

        var now = DateTime.UtcNow;
        var head = new BackupHead
        {
            Format = BackupHead.CurrentFormat,
            Venue = source.Venue.Name,
            At = now.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            Sequence = end.Sequence,
            StateHash = Replay(files, end.Sequence),
            Build = SnapshotBuild.Current,
            NettedSettlement = source.NettedSettlement,
            EventSegmentBytes = PublishedEnd.SegmentBytes(source.Venue.EventsFolder),
            Excluded = OtherFiles.Excluded,
        };
        var name = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMddTHHmmssfff}Z-{end.Sequence:D20}");
        folder.Publish(new BackupManifest(name, head, files));
        return $"backup {name}: commands 1 to {head.Sequence}, state {head.StateHash}, {files.Count} files, "
            + $"{_objects.Copied} copied with {_objects.CopiedBytes} bytes, {_objects.Reused} were there";
    }

    private IEnumerable<BackupFile> Log(LogEnd end)
    {
        var folderOfLog = source.Venue.JournalFolder;
        var here = end.Segments.Select(segment => segment.File).ToHashSet();
        foreach (var segment in ArchiveManifest.Read(FileStorage.Instance, folderOfLog)
            .Where(segment => !here.Contains(segment.File)))
        {
            yield return Archived(segment);
        }

        foreach (var (file, first, last) in end.Segments)
        {
            var most = file == end.Segments[^1].File ? end.LastBytes : HashedCopy.Whole;
            yield return _objects.Add(Places(file), $"{Journal}/{file}", most, _progress) with
            {
                FirstSequence = first,
                LastSequence = last,
            };
        }

        foreach (var file in new[] { OptionsFile, SkipList.FileName }
            .Where(file => File.Exists(Path.Combine(folderOfLog, file))))
        {
            yield return _objects.Add(
                [Path.Combine(folderOfLog, file)], $"{Journal}/{file}", HashedCopy.Whole, _progress);
        }
    }

    /// <summary>Its hash is known: what is in the backup already is not even read.</summary>
    private BackupFile Archived(ArchivedSegment segment)
    {
        var file = new BackupFile
        {
            Path = $"{Journal}/{segment.File}",
            Bytes = segment.Bytes,
            Sha256 = segment.Sha256,
            FirstSequence = segment.FirstSequence,
            LastSequence = segment.LastSequence,
        };
        if (_objects.TryReuse(file))
        {
            return file;
        }

        var added = _objects.Add(Places(segment.File), file.Path, HashedCopy.Whole, _progress);
        return added.Sha256 == file.Sha256
            ? file
            : throw BackupException.Damage(
                $"the archived segment {segment.File} has hash {added.Sha256}, {file.Sha256} when it was archived");
    }

    private string[] Places(string file)
    {
        var live = Path.Combine(source.Venue.JournalFolder, file);
        return source.JournalArchive is { } archive ? [live, Path.Combine(archive, file)] : [live];
    }

    /// <summary>The newest that the copied log covers; it may be replaced by a newer one while it is copied.</summary>
    private BackupFile? Snapshot(long sequence)
    {
        for (var tries = 1; ; tries++)
        {
            var newest = new SnapshotFolder(FileStorage.Instance, source.Venue.SnapshotsFolder).List().Entries
                .FirstOrDefault(entry => entry.Header.Sequence <= sequence);
            try
            {
                return newest is null
                    ? null
                    : _objects.Add(
                        [newest.Path], $"{Snapshots}/{Path.GetFileName(newest.Path)}", HashedCopy.Whole, _progress) with
                    {
                        LastSequence = newest.Header.Sequence,
                    };
            }
            catch (StorageException error) when (error.Errno == Errno.NoEntry && tries < MostTries)
            {
                // two newer ones were made: take the newest now
            }
        }
    }

    /// <summary>The copy itself is replayed, from its own snapshot when this build can use it.</summary>
    private string Replay(List<BackupFile> files, long sequence)
    {
        var storage = new BackupStorage(_objects, files);
        var options = source.EngineOptions;
        var start = EngineSnapshot.LoadNewest(storage, Snapshots, options, stderr.WriteLine, out _)
            ?? EngineSnapshot.Fresh(options);
        var engine = new ReplayedEngine(start, SkipList.Read(storage, Journal));
        var progress = new Progress(stderr, "replayed");
        var last = engine.Run(storage, Journal, (at, _) => progress.At(at, sequence));
        return last == sequence
            ? engine.StateHash
            : throw BackupException.Damage($"the copied command log ends with {last}, {sequence} expected");
    }
}
