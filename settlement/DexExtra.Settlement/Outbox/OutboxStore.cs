using System.Globalization;
using DexExtra.Hosting;
using DexExtra.Journal.Storage;

namespace DexExtra.Settlement.Outbox;

/// <summary>
/// Signed transactions on disk before they are sent, one file per nonce and variant. After <see cref="Add"/> returns
/// the bytes survive a power failure, so whatever reached the chain can be found and sent again. One process at a time.
/// </summary>
internal sealed class OutboxStore : IDisposable
{
    private const string Extension = ".tx";
    private const string TemporaryExtension = ".new";

    private readonly IStorage _storage;
    private readonly string _folder;
    private readonly IDisposable _lock;

    /// <exception cref="StorageException">The folder cannot be used, or another process uses it.</exception>
    public OutboxStore(IStorage storage, string folder)
    {
        _storage = storage;
        _folder = folder;
        storage.CreateFolder(folder);
        _lock = storage.LockFolder(folder);
    }

    /// <summary>
    /// Every entry in order of nonce, durable when this returns: a process killed behind a rename may have left a name
    /// that is not on disk yet. Files that never got their final name were never sent: they are deleted. So is the rest
    /// of an entry without its first variant: it was being forgotten.
    /// </summary>
    /// <exception cref="StorageException">It is not certain that the entries are on disk: end the process.</exception>
    /// <exception cref="FatalException">A file is damaged; whether it was sent cannot be known.</exception>
    public IReadOnlyList<OutboxEntry> Load()
    {
        var entries = new SortedDictionary<ulong, OutboxEntry>();
        foreach (var name in _storage.ListFiles(_folder).Order(StringComparer.Ordinal))
        {
            if (name.EndsWith(TemporaryExtension, StringComparison.Ordinal))
            {
                _storage.Delete(Path.Combine(_folder, name));
            }
            else if (name.EndsWith(Extension, StringComparison.Ordinal))
            {
                MergeOrForget(entries, name);
            }
        }

        _storage.SyncFolder(_folder);
        return [.. entries.Values];
    }

    /// <summary>Makes one variant durable and adds it to the entry.</summary>
    /// <exception cref="StorageException">It is not certain that the variant is on disk: end the process.</exception>
    public void Add(OutboxEntry entry, OutboxVariant variant)
    {
        var path = PathOf(entry.Nonce, entry.Variants.Count);
        using (var file = _storage.Open(path + TemporaryExtension, StorageOpenMode.CreateNew))
        {
            file.WriteAt(OutboxFile.Encode(entry, variant), 0);
            file.SyncData();
        }

        _storage.Rename(path + TemporaryExtension, path);
        _storage.SyncFolder(_folder);
        entry.Add(variant);
    }

    /// <summary>
    /// Forgets an entry whose fate is final, its first variant first: what a crash leaves is known by that.
    /// </summary>
    public void Remove(OutboxEntry entry)
    {
        for (var variant = 0; variant < entry.Variants.Count; variant++)
        {
            _storage.Delete(PathOf(entry.Nonce, variant));
        }
    }

    public void Dispose() => _lock.Dispose();

    private void MergeOrForget(SortedDictionary<ulong, OutboxEntry> entries, string name)
    {
        var path = Path.Combine(_folder, name);
        var file = Read(path);
        if (!entries.TryGetValue(file.Nonce, out var entry))
        {
            if (path != PathOf(file.Nonce, 0))
            {
                _storage.Delete(path);
                return;
            }

            entry = file.ToEntry();
            entries.Add(file.Nonce, entry);
        }

        entry.Add(file.ToVariant());
    }

    private OutboxFile Read(string path)
    {
        using var file = _storage.Open(path, StorageOpenMode.Read);
        var bytes = new byte[file.LengthBytes];
        _ = file.ReadAt(bytes, 0);
        return OutboxFile.TryDecode(bytes)
            ?? throw new FatalException(ExitCodes.Storage, $"outbox file {path} is damaged: restore it from a backup");
    }

    private string PathOf(ulong nonce, int variant) => Path.Combine(
        _folder, string.Create(CultureInfo.InvariantCulture, $"{nonce:D20}-{variant:D3}{Extension}"));
}
