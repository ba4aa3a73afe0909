using DexExtra.Messages;

namespace DexExtra.Settlement.Oracle;

/// <summary>Whose answers are followed since which block; who asks; how long an unanswered one waits.</summary>
internal sealed record OracleOptions(Address Operator, Address Oracle, ulong DeployBlock, long ResendMs);
