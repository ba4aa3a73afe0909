using System.Text.Json;
using System.Text.Json.Serialization;
using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Settlement.Deploy;

/// <summary>Where the contracts of one venue live: the JSON file that <c>deploy</c> writes.</summary>
internal sealed record Deployment(
    ulong ChainId, string Usdc, string Vault, string Exchange, ulong DeployBlock, string? Payouts = null)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    [JsonIgnore]
    public IReadOnlyList<Address> Contracts =>
        [.. new[] { Usdc, Vault, Exchange, Payouts }.OfType<string>().Select(Address.Parse)];

    /// <summary>Null when the file does not exist.</summary>
    /// <exception cref="FatalException">The file is there but is no deployment.</exception>
    public static Deployment? TryLoad(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var deployment = JsonSerializer.Deserialize<Deployment>(File.ReadAllBytes(path), Format);
            return deployment?.Contracts.Count > 0 ? deployment : throw new JsonException("empty");
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or IOException)
        {
            throw new FatalException(ExitCodes.Configuration, $"{path} is no deployment file: {error.Message}");
        }
    }

    /// <summary>Replaces the file in one step, so that a reader never sees a part of it.</summary>
    public void Save(string path)
    {
        var temporary = path + ".new";
        File.WriteAllText(temporary, ToJson() + "\n");
        File.Move(temporary, path, overwrite: true);
    }

    public string ToJson() => JsonSerializer.Serialize(this, Format);
}
