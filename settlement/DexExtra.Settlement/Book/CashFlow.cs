using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>What a trade did to one account's balance, fee included; ledger units, negative: it paid.</summary>
internal readonly record struct CashFlow(AccountId Account, Int128 Amount)
{
    public static CashFlow Of(in TradeSide side) => new(side.Account, side.CashDelta - side.Fee);
}
