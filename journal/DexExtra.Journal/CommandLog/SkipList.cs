using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// The commands that replay passes over, in the file <c>skipped.list</c> beside the segments (journal/FORMAT.md §1.5).
/// A list is read once, before replay, and does not change afterwards. Lookups from any thread.
/// </summary>
public sealed class SkipList
{
    public const string FileName = "skipped.list";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<long, SkippedCommand> _bySequence;

    private SkipList(IEnumerable<SkippedCommand> commands)
        => _bySequence = commands.ToDictionary(command => command.Sequence);

    public static SkipList Empty { get; } = new([]);

    /// <summary>Ascending by sequence.</summary>
    public IEnumerable<SkippedCommand> Commands => _bySequence.Values.OrderBy(command => command.Sequence);

    /// <summary>Empty when there is no such file.</summary>
    /// <exception cref="StorageException">The file is damaged, names a sequence twice, or cannot be read.</exception>
    public static SkipList Read(IStorage storage, string folder)
    {
        try
        {
            return new SkipList(ChainedLines.Read(storage, folder, FileName)
                .Select(text => JsonSerializer.Deserialize<SkippedCommand>(text, Format)!));
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            string path = Path.Combine(folder, FileName);
            throw new StorageException("read", path, -1, 0, e.Message.ReplaceLineEndings(" "));
        }
    }

    /// <summary>
    /// Adds a command durably. The caller holds the folder's lock and has proved that it may be skipped.
    /// </summary>
    /// <exception cref="StorageException">
    /// The disk refuses, or the list is damaged or names the sequence already.
    /// </exception>
    public static void Add(IStorage storage, string folder, SkippedCommand command)
    {
        if (Read(storage, folder)._bySequence.ContainsKey(command.Sequence))
        {
            throw new StorageException(
                "append", Path.Combine(folder, FileName), -1, 0, $"sequence {command.Sequence} is in the list already");
        }
        ChainedLines.Append(storage, folder, FileName, JsonSerializer.Serialize(command, Format));
    }

    /// <summary>True when replay must pass over this command.</summary>
    /// <exception cref="StorageException">
    /// The list means other bytes under this sequence: it is another log's.
    /// </exception>
    public bool Contains(long sequence, ReadOnlySpan<byte> command)
    {
        if (_bySequence.Count == 0 || !_bySequence.TryGetValue(sequence, out SkippedCommand? skipped))
        {
            return false;
        }
        return skipped.CommandSha256 == HashOf(command)
            ? true
            : throw new StorageException(
                "read", FileName, -1, 0, $"the command with sequence {sequence} is not the one that was marked");
    }

    /// <summary>SHA-256 as <see cref="SkippedCommand.CommandSha256"/> holds it.</summary>
    public static string HashOf(ReadOnlySpan<byte> command) => Convert.ToHexStringLower(SHA256.HashData(command));
}
