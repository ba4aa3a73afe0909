using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Contracts;

/// <summary>Payments of the vault's collected fees into balances, and what it says of balances.</summary>
internal static class FundContract
{
    public const string PayFundsSignature = "payFunds(uint64,(address,address,uint32,uint256)[])";

    public const string LastFundPaymentSignature = "lastFundPayment()";
    public const string BalanceOfSignature = "balanceOf(address,uint32,address)";

    /// <summary>Number of the newest payment.</summary>
    public static byte[] LastFundPayment() => AbiWriter.Call(LastFundPaymentSignature).ToArray();

    /// <summary>The ledger balance of one account in one token.</summary>
    public static byte[] BalanceOf(AccountToken key) => AbiWriter.Call(BalanceOfSignature)
        .Address(key.Account.Owner)
        .Unsigned(key.Account.Subaccount)
        .Address(key.Token)
        .ToArray();

    /// <param name="payments">In order, at least one, without a gap.</param>
    public static byte[] PayFunds(IReadOnlyList<FundEntry> payments)
    {
        var writer = AbiWriter.Call(PayFundsSignature)
            .Unsigned(payments[0].Id)
            .Unsigned(2 * AbiWriter.WordBytes)
            .Unsigned((UInt128)payments.Count);
        foreach (var payment in payments)
        {
            writer
                .Address(payment.Token)
                .Address(payment.Account.Owner)
                .Unsigned(payment.Account.Subaccount)
                .Unsigned(payment.Amount);
        }

        return writer.ToArray();
    }
}
