using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>A block header as far as this process needs it. Base fee in wei per gas.</summary>
internal sealed record BlockHead(ulong Number, Hash32 Hash, UInt128 BaseFeePerGas);
