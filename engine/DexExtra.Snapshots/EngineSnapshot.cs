using DexExtra.Engine;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots;

/// <summary>
/// An engine that came out of a snapshot, or a fresh one, with the image that writes the next. One thread.
/// </summary>
public sealed class EngineSnapshot
{
    private EngineSnapshot(Engine.Engine engine, EngineImage image, ulong hashSeed, SnapshotHeader? header) =>
        (Engine, Image, HashSeed, Header) = (engine, image, hashSeed, header);

    public Engine.Engine Engine { get; }

    public EngineImage Image { get; }

    /// <summary>Seed of the engine's hash tables.</summary>
    public ulong HashSeed { get; }

    /// <summary>Null for a fresh engine.</summary>
    public SnapshotHeader? Header { get; }

    /// <summary>
    /// The engine of the newest snapshot that can be used; null when there is none, then the log alone has it all.
    /// Every file that is passed over is reported in one line.
    /// </summary>
    /// <param name="storage">Where the folder is.</param>
    /// <param name="folder">The folder of snapshots; it need not exist.</param>
    /// <param name="options">What the engine would be made with.</param>
    /// <param name="report">Takes the lines.</param>
    /// <param name="held">
    /// Highest sequence in an intact header, usable or not: what it says was durable when it was written (P11).
    /// </param>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static EngineSnapshot? LoadNewest(
        IStorage storage, string folder, EngineOptions options, Action<string> report, out long held)
    {
        var (entries, damaged) = new SnapshotFolder(storage, folder).List();
        foreach (var line in damaged)
        {
            report(line);
        }

        held = entries.Count > 0 ? entries[0].Header.Sequence : 0;
        return LoadFirst(storage, entries, options, report);
    }

    /// <summary>As above, of the snapshots that end before a sequence.</summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static EngineSnapshot? LoadNewestBelow(
        IStorage storage, string folder, EngineOptions options, long sequence, Action<string> report)
    {
        var (entries, _) = new SnapshotFolder(storage, folder).List();
        return LoadFirst(storage, entries.Where(entry => entry.Header.Sequence < sequence), options, report);
    }

    /// <summary>An engine that has applied no command.</summary>
    public static EngineSnapshot Fresh(EngineOptions options)
    {
        var engine = new Engine.Engine(options);
        return new EngineSnapshot(engine, EngineImage.Of(engine), options.HashSeed, null);
    }

    /// <summary>
    /// Loads a snapshot and proves it: every byte by checksum, the state by its hash, its sums by an audit. The seed of
    /// the hash tables is the snapshot's own, whatever the options say.
    /// </summary>
    /// <exception cref="SnapshotException">Damaged, of another build or of other options.</exception>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static EngineSnapshot Load(IStorage storage, string path, EngineOptions options)
    {
        var header = SnapshotFile.ReadHeader(storage, path);
        if (header.Build != SnapshotBuild.Current)
        {
            throw new SnapshotException(path, 0, $"written by build {header.Build}, this is {SnapshotBuild.Current}");
        }

        var loaded = Fresh(options with { HashSeed = header.HashSeed });
        SnapshotFile.Load(storage, path, loaded.Image);
        var hash = loaded.Engine.StateHash();
        if (hash != header.StateHash)
        {
            throw new SnapshotException(
                path, 0, $"state {hash:x16} after loading, {header.StateHash:x16} when written");
        }

        try
        {
            loaded.Engine.Audit();
        }
        catch (InvariantViolationException error)
        {
            throw new SnapshotException(path, 0, $"the state does not add up: {error.Message}");
        }

        return new EngineSnapshot(loaded.Engine, loaded.Image, header.HashSeed, header);
    }

    private static EngineSnapshot? LoadFirst(
        IStorage storage, IEnumerable<SnapshotEntry> entries, EngineOptions options, Action<string> report)
    {
        foreach (var entry in entries)
        {
            try
            {
                return Load(storage, entry.Path, options);
            }
            catch (SnapshotException error)
            {
                report(error.Message);
            }
        }

        return null;
    }
}
