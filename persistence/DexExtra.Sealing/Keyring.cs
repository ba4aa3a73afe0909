using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace DexExtra.Sealing;

/// <summary>
/// The keys of sealed columns, from one JSON file that only its owner may read: <c>current</c> names the key that
/// seals, <c>keys</c> has all that open (base64 of 32 bytes each), <c>indexKey</c> makes blind indexes and is
/// never changed, because indexes of equal values must stay equal. Immutable; any thread.
/// </summary>
public sealed partial class Keyring
{
    private const UnixFileMode OthersMask =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly Dictionary<string, byte[]> _keys;

    private Keyring(string current, Dictionary<string, byte[]> keys, byte[] indexKey) =>
        (Current, _keys, IndexKey) = (current, keys, indexKey);

    /// <summary>Id of the key that seals.</summary>
    public string Current { get; }

    internal byte[] IndexKey { get; }

    /// <exception cref="SealingException">Missing, readable by others, or not a keyring; says which.</exception>
    public static Keyring Load(string path)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & OthersMask) != 0)
            {
                throw new SealingException($"keyring {path} may be read by others: set mode 0600");
            }

            var form = JsonSerializer.Deserialize<Form>(File.ReadAllBytes(path), Strict)
                ?? throw new SealingException($"keyring {path} is empty");
            return new Keyring(
                form.Current, form.Keys.ToDictionary(key => key.Key, key => Key(key.Key, key.Value)),
                Key("indexKey", form.IndexKey)).Checked(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SealingException($"keyring {path}: {Reason(error)}", error);
        }
    }

    /// <exception cref="SealingException">The ring has no such key.</exception>
    internal byte[] Find(string keyId) => _keys.TryGetValue(keyId, out var key)
        ? key
        : throw new SealingException($"the keyring has no key \"{keyId}\"");

    private Keyring Checked(string path)
    {
        var wrong = _keys.Keys.FirstOrDefault(id => !KeyId().IsMatch(id));
        return wrong is not null ? throw new SealingException($"keyring {path}: \"{wrong}\" is no name of a key")
            : !_keys.ContainsKey(Current) ? throw new SealingException($"keyring {path}: no key \"{Current}\" is in it")
            : this;
    }

    private static byte[] Key(string name, string base64)
    {
        var key = new byte[SealingLimits.KeyBytes];
        return Convert.TryFromBase64String(base64, key, out var length) && length == key.Length
            ? key
            : throw new SealingException($"keyring: \"{name}\" is not {SealingLimits.KeyBytes} bytes in base64");
    }

    /// <summary>Of a file that is no JSON only the place: the text may be a key.</summary>
    private static string Reason(Exception error) => error is JsonException form
        ? $"not a keyring (line {form.LineNumber}, {form.Path})"
        : error.Message;

    [GeneratedRegex(@"^[A-Za-z0-9._-]{1,32}$")]
    private static partial Regex KeyId();

    private sealed record Form
    {
        [JsonRequired]
        public string Current { get; init; } = "";

        [JsonRequired]
        public Dictionary<string, string> Keys { get; init; } = [];

        [JsonRequired]
        public string IndexKey { get; init; } = "";
    }
}
