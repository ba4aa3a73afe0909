using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>What one subaccount received at the end of a market, and the settlement fee taken from it; ledger
/// units.</summary>
internal sealed record PayoutEntry(uint MarketId, AccountId Account, UInt128 Amount, UInt128 Fee);
