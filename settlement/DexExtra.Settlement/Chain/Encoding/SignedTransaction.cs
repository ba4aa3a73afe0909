using DexExtra.Messages;

namespace DexExtra.Settlement.Chain.Encoding;

/// <summary>Raw bytes ready to broadcast, and the hash by which the chain knows them.</summary>
internal sealed record SignedTransaction(Hash32 Hash, byte[] Raw);
