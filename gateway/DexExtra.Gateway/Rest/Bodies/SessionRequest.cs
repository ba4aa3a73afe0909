using System.Text.Json.Serialization;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Body of POST /v1/sessions: the answered challenge.</summary>
internal sealed record SessionRequest
{
    public required string Account { get; init; }

    public required string Challenge { get; init; }

    /// <summary>Unix seconds; also when the token ends.</summary>
    [JsonConverter(typeof(IntegerTextConverter))]
    public required string Expiry { get; init; }

    /// <summary>Over the typed data Login(account, challenge, expiry).</summary>
    public required string Signature { get; init; }
}
