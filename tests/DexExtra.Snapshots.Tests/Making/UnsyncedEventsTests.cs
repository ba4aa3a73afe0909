using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Snapshots.Tests.Making;

/// <summary>
/// A snapshot says that the event log is durable up to it. After a failed sync nobody can know that before the machine
/// has started anew, whatever the next sync answers (ADR 0007).
/// </summary>
[Trait("rule", "JRN-07")]
public sealed class UnsyncedEventsTests : IDisposable
{
    private const string Boot = "the start of the machine";

    private readonly FaultyStorage _storage = new();
    private readonly TestVenue _venue;

    public UnsyncedEventsTests()
    {
        _venue = new TestVenue(_storage);
        _venue.Play(5);
        Assert.NotNull(_venue.Make());
        _venue.Play(5);
    }

    private string MarkFile => Path.Combine(_venue.Folders.Snapshots, UnsyncedEvents.FileName);

    private bool IsRemembered => _storage.ListFiles(_venue.Folders.Snapshots).Contains(UnsyncedEvents.FileName);

    public void Dispose() => _venue.Dispose();

    [Fact]
    public void After_a_failed_sync_there_is_no_snapshot_before_the_machine_has_started_anew()
    {
        var first = Maker(new SyncsFail(), Of(Boot));
        Assert.Throws<StorageException>(() => Make(first));
        Assert.True(IsRemembered);

        Refuses(first); // this process
        Refuses(Maker(FileStorage.Instance, Of(Boot))); // the next one: its syncs would succeed and prove nothing
        _venue.Play(5);
        Refuses(Maker(FileStorage.Instance, Of(Boot)));
        Assert.Equal(15, Newest());

        Assert.Equal(_venue.Published, Make(Maker(FileStorage.Instance, Of("the next start")))!.Header.Sequence);
        Assert.False(IsRemembered);
        Assert.Equal(_venue.Published, Newest());
    }

    [Fact]
    public void A_process_that_cannot_write_it_down_remembers_it_by_itself()
    {
        var maker = Maker(new SyncsFail(), Of(Boot));
        _storage.Refusal = ("create", 1, Errno.NoSpace);
        Assert.Throws<StorageException>(() => Make(maker));
        Assert.False(IsRemembered);
        Refuses(maker);
    }

    private UnsyncedEvents Of(string boot) => new(_storage, _venue.Folders.Snapshots, boot);

    private SnapshotMaker Maker(IMappedStorage events, UnsyncedEvents unsynced) =>
        new(_storage, _venue.Folders, SmallEngine.Options, line => Assert.Fail(line))
        {
            Events = events,
            Unsynced = unsynced,
        };

    private SnapshotReport? Make(SnapshotMaker maker) => maker.Make(_venue.Published, CancellationToken.None);

    private void Refuses(SnapshotMaker maker) => Assert.Equal(
        $"snapshot: {MarkFile} offset 0: a sync of the event log failed: no snapshot before the machine has started anew",
        Assert.Throws<SnapshotException>(() => Make(maker)).Message);

    private long Newest() => _venue.LoadNewest(_storage, [], out _)!.Header!.Sequence;

    /// <summary>The real disk, but files that are synced answer with EIO.</summary>
    private sealed class SyncsFail : IMappedStorage
    {
        private readonly FileStorage _disk = FileStorage.Instance;

        public void CreateFolder(string folder) => _disk.CreateFolder(folder);

        public IReadOnlyList<string> ListFiles(string folder) => _disk.ListFiles(folder);

        public IStorageFile Open(string path, StorageOpenMode mode) => new UnsyncedFile(_disk.Open(path, mode));

        public void Rename(string source, string target) => _disk.Rename(source, target);

        public void Delete(string path) => _disk.Delete(path);

        public void SyncFolder(string folder) => _disk.SyncFolder(folder);

        public IDisposable LockFolder(string folder) => _disk.LockFolder(folder);

        public IMappedFile CreateMapped(string path, long lengthBytes) => _disk.CreateMapped(path, lengthBytes);

        public IMappedFile? TryOpenMapped(string path, bool writable) => _disk.TryOpenMapped(path, writable);
    }

    private sealed class UnsyncedFile(IStorageFile file) : IStorageFile
    {
        public string Path => file.Path;

        public long LengthBytes => file.LengthBytes;

        public int ReadAt(Span<byte> target, long offset) => file.ReadAt(target, offset);

        public void WriteAt(ReadOnlySpan<byte> source, long offset) => file.WriteAt(source, offset);

        public void SyncData() => throw new StorageException("fdatasync", file.Path, -1, Errno.InputOutput);

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Dispose() => file.Dispose();
    }
}
