using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>A forced exit (X9): whose, of what, and how many ledger units it may still take.</summary>
internal sealed record ExitEntry(AccountId Account, Address Token, Int128 Left);
