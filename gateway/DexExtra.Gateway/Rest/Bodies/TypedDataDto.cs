namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What stock wallet libraries take to sign: types, domain, and the types that may be signed.</summary>
internal sealed record TypedDataDto(
    IReadOnlyDictionary<string, IReadOnlyList<TypedFieldDto>> Types,
    DomainDto Domain,
    IReadOnlyList<string> PrimaryTypes);
