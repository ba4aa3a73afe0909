using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Outbox;

/// <summary>Signed bytes of an entry and the fees they offer, wei per gas.</summary>
internal sealed record OutboxVariant(SignedTransaction Transaction, UInt128 MaxFeePerGas, UInt128 MaxPriorityFeePerGas);
