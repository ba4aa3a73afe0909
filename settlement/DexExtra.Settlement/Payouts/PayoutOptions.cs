using DexExtra.Messages;

namespace DexExtra.Settlement.Payouts;

/// <summary>Who pays ended markets where.</summary>
internal sealed record PayoutOptions(Address Operator, Address Exchange, Address Payouts, int MaxInFlight);
