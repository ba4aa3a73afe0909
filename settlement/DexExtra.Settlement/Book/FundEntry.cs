using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Money that the engine paid out of a fund into an account (M7, M11), ledger units. Ids are dense from 1 in the log's
/// order; SettledThrough is the newest match before it, whose fees may pay it.
/// </summary>
internal sealed record FundEntry(ulong Id, AccountId Account, Address Token, UInt128 Amount, ulong SettledThrough);
