using DexExtra.Messages;

namespace DexExtra.Settlement.Trades;

/// <summary>Where deposits come from, and how long an unanswered one waits before it is sent again.</summary>
internal sealed record DepositOptions(Address Vault, ulong ChainId, ulong DeployBlock, long ResendMs);
