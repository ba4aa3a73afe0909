using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Contracts;

/// <summary>The deposit event of CentralVault, and what it says of a token.</summary>
internal static class VaultContract
{
    public const string DepositedSignature = "Deposited(uint64,address,uint32,address,uint256,uint256)";

    public static readonly Hash32 DepositedTopic = AbiWriter.Topic(DepositedSignature);

    /// <summary>Everything owed in this token, ledger units.</summary>
    public static byte[] TotalLedger(Address token) =>
        AbiWriter.Call("totalLedger(address)").Address(token).ToArray();

    /// <summary>Ledger units per smallest token unit.</summary>
    public static byte[] LedgerScale(Address token) =>
        AbiWriter.Call("ledgerScale(address)").Address(token).ToArray();

    /// <summary>Asked of the token: its smallest units that an account holds.</summary>
    public static byte[] TokensOf(Address account) =>
        AbiWriter.Call("balanceOf(address)").Address(account).ToArray();

    /// <exception cref="ChainUnavailableException">The log is no deposit: the node's answer cannot be used.</exception>
    public static Deposit ReadDeposit(LogEntry log, ulong chainId)
    {
        if (log.Topics.Count != 4)
        {
            throw new ChainUnavailableException($"a deposit log with {log.Topics.Count} topics");
        }

        var data = new AbiReader(log.Data);
        var token = data.Address();
        _ = data.Unsigned();
        var ledgerAmount = data.Signed();
        return new Deposit
        {
            DepositId = Topic(log, 1).UInt64(),
            Account = new AccountId(Topic(log, 2).Address(), (uint)Topic(log, 3).UInt64()),
            Token = token,
            LogIndex = log.LogIndex,
            Amount = ledgerAmount,
            TransactionHash = log.TransactionHash,
            BlockNumber = log.BlockNumber,
            ChainId = chainId,
        };
    }

    internal static AbiReader Topic(LogEntry log, int index)
    {
        var word = new byte[AbiWriter.WordBytes];
        log.Topics[index].CopyTo(word);
        return new AbiReader(word);
    }
}
