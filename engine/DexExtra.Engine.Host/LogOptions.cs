using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Hosting;
using DexExtra.Journal.Storage;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// The engine's options beside the command log, in the file engine.options (journal/FORMAT.md §1.5): they are part of
/// what the commands mean, so the log is replayed with those that it was begun with or not at all. Called once, before
/// the replay.
/// </summary>
internal sealed class LogOptions(IStorage storage, string folder)
{
    public const string FileName = "engine.options";

    private const string FirstLine = "dexextra engine options 1";
    private const string HashName = "sha256";
    private const string Separator = " = ";
    private const int MostBytes = 64 * 1024;

    private string FilePath => Path.Combine(folder, FileName);

    /// <summary>
    /// Holds the options against those of the log. A log without commands takes these; one with commands but without a
    /// record, from before there was one, takes them too, with a warning: its replay is held against the event log.
    /// </summary>
    /// <exception cref="FatalException">They differ (Configuration), or the file is damaged (Storage).</exception>
    public void Confirm(EngineOptions options, bool isLogEmpty, ILogger log)
    {
        var text = Describe(options);
        var isKnown = storage.ListFiles(folder).Contains(FileName);
        if (isKnown && !isLogEmpty)
        {
            Compare(options, Parse(Read()));
            return;
        }

        if (!isLogEmpty)
        {
            log.LogWarning("{File}: missing, the options of this start are recorded as those of the log", FilePath);
        }

        if (!isKnown || Read() != text)
        {
            Write(text);
        }
    }

    /// <summary>A name that the file does not have came later: the log was written with its default.</summary>
    private void Compare(EngineOptions options, Dictionary<string, string> recorded)
    {
        var defaults = Values(new EngineOptions());
        var values = Values(options);
        foreach (var (name, value) in values)
        {
            var written = recorded.GetValueOrDefault(name, defaults[name]);
            if (written != value)
            {
                throw Refuse($"{name} is {value}, but the log was begun with {written}");
            }
        }

        if (recorded.Keys.FirstOrDefault(name => !values.ContainsKey(name)) is { } unknown)
        {
            throw Refuse($"the log was begun with {unknown}{Separator}{recorded[unknown]}, which this engine has not");
        }
    }

    private FatalException Refuse(string what) =>
        new(ExitCodes.Configuration, $"engine options: {what} ({FilePath})");

    private static string Describe(EngineOptions options)
    {
        var lines = new StringBuilder(FirstLine).Append('\n');
        foreach (var (name, value) in Values(options))
        {
            lines.Append(name).Append(Separator).Append(value).Append('\n');
        }

        var text = lines.ToString();
        return $"{text}{HashName}{Separator}{HashOf(text)}\n";
    }

    /// <summary>All but the seed of the hash tables, on which nothing depends.</summary>
    private static SortedDictionary<string, string> Values(EngineOptions options)
    {
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in typeof(EngineOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && property.Name != nameof(EngineOptions.HashSeed))
            {
                values.Add(property.Name, Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture)!);
            }
        }

        return values;
    }

    private Dictionary<string, string> Parse(string text)
    {
        var end = text.LastIndexOf(HashName + Separator, StringComparison.Ordinal);
        var isWhole = end > 0
            && text.StartsWith(FirstLine + '\n', StringComparison.Ordinal)
            && text[end..] == $"{HashName}{Separator}{HashOf(text[..end])}\n";
        return isWhole
            ? text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..]
                .Select(line => line.Split(Separator)).ToDictionary(line => line[0], line => line[1])
            : throw new FatalException(ExitCodes.Storage, $"{FilePath}: damaged");
    }

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private string Read()
    {
        using var file = storage.Open(FilePath, StorageOpenMode.Read);
        var bytes = new byte[Math.Min(file.LengthBytes, MostBytes)];
        return Encoding.UTF8.GetString(bytes, 0, file.ReadAt(bytes, 0));
    }

    /// <summary>Whole or not at all: written beside it, synced, renamed, the folder synced.</summary>
    private void Write(string text)
    {
        var draft = FilePath + ".new";
        if (storage.ListFiles(folder).Contains(Path.GetFileName(draft)))
        {
            storage.Delete(draft);
        }

        using (var file = storage.Open(draft, StorageOpenMode.CreateNew))
        {
            file.WriteAt(Encoding.UTF8.GetBytes(text), 0);
            file.SyncData();
        }

        storage.Rename(draft, FilePath);
        storage.SyncFolder(folder);
    }
}
