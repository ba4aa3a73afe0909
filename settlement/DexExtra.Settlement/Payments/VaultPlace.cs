using DexExtra.Messages;

namespace DexExtra.Settlement.Payments;

/// <summary>Where the vault is, and since which block.</summary>
internal sealed record VaultPlace(Address Vault, ulong ChainId, ulong DeployBlock);
