using DexExtra.Messages;

namespace DexExtra.Settlement.Payments;

/// <summary>Who pays out of which vault's fees; he needs the treasury role there.</summary>
internal sealed record FundOptions(Address Operator, Address Vault, int MaxInFlight);
