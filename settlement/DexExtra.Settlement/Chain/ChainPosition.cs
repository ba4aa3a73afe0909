namespace DexExtra.Settlement.Chain;

/// <summary>How far the chain is: the newest block, and the newest that can never change (X7).</summary>
internal sealed record ChainPosition(ulong Latest, ulong Finalized);
