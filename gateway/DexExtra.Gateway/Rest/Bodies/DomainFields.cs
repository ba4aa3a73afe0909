using System.Text.Json.Serialization;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The EIP-712 domain the client signed for. Optional, but it turns a signature for another venue into WRONG_DOMAIN
/// instead of WRONG_SIGNER. A member that is absent is not compared.
/// </summary>
internal sealed record DomainFields
{
    public string? Name { get; init; }

    public string? Version { get; init; }

    [JsonConverter(typeof(IntegerTextConverter))]
    public string? ChainId { get; init; }

    public string? VerifyingContract { get; init; }

    public bool Matches(Eip712Domain domain) =>
        (Name is null || Name == domain.Name)
        && (Version is null || Version == domain.Version)
        && (ChainId is null || (RequestValue.TryUnsigned(ChainId, ulong.MaxValue, out var id) && id == domain.ChainId))
        && (VerifyingContract is null
            || (Address.TryParse(VerifyingContract, out var contract) && contract == domain.VerifyingContract));
}
