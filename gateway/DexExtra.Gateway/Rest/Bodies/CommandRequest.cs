using System.Text.Json;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of the commands whose members are those of their typed data.</summary>
internal sealed record CommandRequest
{
    /// <summary>Every field of the typed data, integers as numbers or decimal text.</summary>
    public required Dictionary<string, JsonElement> Command { get; init; }

    public DomainFields? Domain { get; init; }

    /// <summary>0x and 65 bytes r, s, v.</summary>
    public required string Signature { get; init; }

    /// <summary>Of another operator, where two must agree (F11).</summary>
    public string? SecondSignature { get; init; }
}
