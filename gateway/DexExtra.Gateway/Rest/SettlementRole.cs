using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Who says what became of withdrawals on chain (K2) beside the admin, and nothing else. Its nonces are its own, so
/// that it cannot use up the admin's.
/// </summary>
internal sealed record SettlementRole(Address Signer, AdminNonces Nonces);
