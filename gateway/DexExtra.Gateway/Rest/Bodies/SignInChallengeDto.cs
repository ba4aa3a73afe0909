namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What a wallet is asked to sign (ERC-4361): the text, and its parts for who builds it himself.</summary>
internal sealed record SignInChallengeDto(
    string Message,
    string Account,
    string Domain,
    string Uri,
    string Version,
    ulong ChainId,
    string Nonce,
    string Statement,
    string IssuedAt,
    string ExpirationTime);
