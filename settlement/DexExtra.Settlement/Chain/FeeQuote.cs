namespace DexExtra.Settlement.Chain;

/// <summary>What the chain asks for right now, wei per gas.</summary>
internal sealed record FeeQuote(UInt128 BaseFeePerGas, UInt128 PriorityFeePerGas);
