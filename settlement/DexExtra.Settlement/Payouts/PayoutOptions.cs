using DexExtra.Messages;

namespace DexExtra.Settlement.Payouts;

/// <summary>Who pays ended markets where; Oracle brings their results, null: the operator does.</summary>
internal sealed record PayoutOptions(
    Address Operator, Address Exchange, Address Payouts, Address? Oracle, int MaxInFlight);
