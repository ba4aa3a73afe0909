using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DexExtra.Backup.Store;

/// <summary>
/// What a backup consists of (journal/FORMAT.md §5). As text: a line of JSON for the head, one for each file, and last
/// <c>{"sha256":"…"}</c> of all bytes before it. Immutable.
/// </summary>
internal sealed record BackupManifest(string Name, BackupHead Head, IReadOnlyList<BackupFile> Files)
{
    private const int HashCharacters = 64;

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public byte[] Encode()
    {
        var text = new StringBuilder(JsonSerializer.Serialize(Head, Format)).Append('\n');
        foreach (var file in Files)
        {
            text.Append(JsonSerializer.Serialize(file, Format)).Append('\n');
        }

        var body = text.ToString();
        return Encoding.UTF8.GetBytes(body + LastLine(body));
    }

    /// <exception cref="BackupException">Damaged, or of another format.</exception>
    public static BackupManifest Decode(string name, string path, byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var end = text.Length > 1 ? text.LastIndexOf('\n', text.Length - 2) + 1 : 0;
        if (end == 0 || text[end..] != LastLine(text[..end]))
        {
            throw BackupException.Damage($"{path}: damaged, its hash is not that of its lines");
        }

        try
        {
            var lines = text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var head = JsonSerializer.Deserialize<BackupHead>(lines[0], Format)!;
            var files = lines[1..].Select(line => JsonSerializer.Deserialize<BackupFile>(line, Format)!).ToList();
            if (head.Format != BackupHead.CurrentFormat)
            {
                throw BackupException.Damage($"{path}: the format is '{head.Format}', this build reads another");
            }

            return files.All(IsSafe) && files.DistinctBy(file => file.Path).Count() == files.Count
                ? new BackupManifest(name, head, files)
                : throw BackupException.Damage($"{path}: names a file twice, or one outside of the data folder");
        }
        catch (JsonException error)
        {
            throw BackupException.Damage($"{path}: {error.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Whoever may write the backup must not thereby write elsewhere.</summary>
    private static bool IsSafe(BackupFile file) =>
        !Path.IsPathRooted(file.Path)
        && !file.Path.Split('/').Any(part => part is "" or "." or "..")
        && file.Sha256.Length == HashCharacters
        && file.Sha256.All(char.IsAsciiHexDigitLower);

    private static string LastLine(string body) =>
        $"{{\"sha256\":\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))}\"}}\n";
}
