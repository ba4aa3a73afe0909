using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using DexExtra.Journal.Storage;

namespace DexExtra.Gateway.Access;

/// <summary>
/// The durable memory of the gateway's own access rules: an append-only text file, each line the SHA-256 of its text, a
/// blank and the text (JSON). A line is on the disk before anybody hears of it. What a crash tore at the end is
/// dropped; a line that does not verify elsewhere stops the start, because a missing allow list would open an
/// account. Opening leaves out what has ended. After a write that failed nothing is known of the file's end (ADR 0007):
/// it takes no more until it is opened again. Callers take turns.
/// </summary>
internal sealed class AccessLog : IDisposable
{
    private const string FileName = "access.log";
    private const string NewSuffix = ".new";
    private const int HashCharacters = 64;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter<AccessKind>() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly IStorageFile _file;
    private readonly string _path;
    private bool _isOver;

    private AccessLog(IStorageFile file, string path)
    {
        _file = file;
        _path = path;
        LengthBytes = file.LengthBytes;
    }

    public long LengthBytes { get; private set; }

    /// <summary>Reads what is there, and keeps of it what <paramref name="isLive"/> still wants.</summary>
    /// <exception cref="StorageException">The disk refuses, or a line does not verify.</exception>
    public static AccessLog Open(
        IStorage storage, string folder, Action<AccessRecord> apply, Func<AccessRecord, bool> isLive)
    {
        storage.CreateFolder(folder);
        var path = Path.Combine(folder, FileName);
        var records = storage.ListFiles(folder).Contains(FileName) ? Read(storage, path) : [];
        records.ForEach(apply);
        var kept = string.Concat(records.Where(isLive).Select(Line));
        if (storage.ListFiles(folder).Contains(FileName + NewSuffix))
        {
            storage.Delete(path + NewSuffix);
        }

        using (var beside = storage.Open(path + NewSuffix, StorageOpenMode.CreateNew))
        {
            beside.WriteAt(Encoding.UTF8.GetBytes(kept), 0);
            beside.SyncData();
        }

        storage.Rename(path + NewSuffix, path);
        storage.SyncFolder(folder);
        return new AccessLog(storage.Open(path, StorageOpenMode.ReadWrite), path);
    }

    /// <exception cref="StorageException">The disk refuses; nothing may be taken as having happened.</exception>
    public void Append(AccessRecord record)
    {
        if (_isOver)
        {
            throw new StorageException("append", _path, LengthBytes, 0, "a write failed before: restart the gateway");
        }

        var line = Encoding.UTF8.GetBytes(Line(record));
        _isOver = true;
        _file.WriteAt(line, LengthBytes);
        _file.SyncData();
        LengthBytes += line.Length;
        _isOver = false;
    }

    public void Dispose()
    {
        _isOver = true;
        _file.Dispose();
    }

    private static List<AccessRecord> Read(IStorage storage, string path)
    {
        using var file = storage.Open(path, StorageOpenMode.Read);
        var bytes = new byte[file.LengthBytes];
        var content = Encoding.UTF8.GetString(bytes, 0, file.ReadAt(bytes, 0));
        var whole = content[..(content.LastIndexOf('\n') + 1)];
        return [.. whole.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select((line, index) => Parse(path, line, index + 1))];
    }

    private static AccessRecord Parse(string path, string line, int number)
    {
        var text = line.Length > HashCharacters ? line[(HashCharacters + 1)..] : string.Empty;
        return line == $"{Hash(text)} {text}"
            ? JsonSerializer.Deserialize<AccessRecord>(text, Json)!
            : throw new StorageException("read", path, -1, 0, $"line {number}: its hash is not that of its text");
    }

    private static string Line(AccessRecord record)
    {
        var text = JsonSerializer.Serialize(record, Json);
        return $"{Hash(text)} {text}\n";
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
