using DexExtra.Messages;

namespace DexExtra.Settlement.Owners;

/// <summary>Where owners act, and how long an unanswered action waits before it is sent again.</summary>
internal sealed record OwnerOptions(Address Vault, Address Exchange, ulong ChainId, ulong DeployBlock, long ResendMs);
