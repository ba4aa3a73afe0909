namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One public key of the tokens (RFC 7517).</summary>
internal sealed record JsonWebKeyDto(
    string Kty,
    string Crv,
    string Use,
    string Alg,
    string Kid,
    string X,
    string Y);
