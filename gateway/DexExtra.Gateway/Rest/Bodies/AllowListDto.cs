namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>From where the owner's tokens and signatures are taken; empty = from everywhere.</summary>
internal sealed record AllowListDto(string Account, string Addresses);
