using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>One balance of the vault.</summary>
internal readonly record struct AccountToken(AccountId Account, Address Token);
