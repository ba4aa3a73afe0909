namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The EIP-712 domain of the venue.</summary>
internal sealed record DomainDto(string Name, string Version, ulong ChainId, string VerifyingContract);
