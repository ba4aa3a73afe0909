using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>Which logs: one contract, any of the first topics, an inclusive range of blocks.</summary>
internal sealed record LogFilter(Address Contract, IReadOnlyList<Hash32> FirstTopics, ulong FromBlock, ulong ToBlock);
