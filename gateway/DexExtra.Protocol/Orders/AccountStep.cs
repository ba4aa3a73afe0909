using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>One event as one account sees it: the account and the number in that account's flow.</summary>
/// <param name="Account">Whose flow.</param>
/// <param name="SeqNo">0 = outside the flow: the venue has no such account.</param>
public readonly record struct AccountStep(AccountId Account, ulong SeqNo);
