using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;

namespace DexExtra.Settlement.Contracts;

/// <summary>Approved withdrawals of CentralVault: what an approver signs, the call that pays, the event that says
/// so.</summary>
internal static class WithdrawalContract
{
    public const string TypeText =
        "Withdrawal(uint64 withdrawalId,address account,uint32 subaccount,address token,uint256 amount,"
        + "uint64 settledThrough,uint64 deadline)";
    public const string WithdrawSignature =
        "withdraw((uint64,address,uint32,address,uint256,uint64,uint64),bytes32,bytes32,uint8)";
    public const string WithdrawnSignature = "Withdrawn(uint64,address,uint32,address,uint256)";

    private const string DomainName = "DexExtraVault";
    private const string DomainVersion = "1";

    public static readonly Hash32 WithdrawnTopic = AbiWriter.Topic(WithdrawnSignature);

    public static Eip712Domain Domain(ulong chainId, Address vault) =>
        new(DomainName, DomainVersion, chainId, vault);

    /// <summary>What the approver signs; the deadline must be known.</summary>
    public static Hash32 Digest(Eip712Domain domain, WithdrawalEntry entry)
    {
        var words = Append(AbiWriter.Arguments().Word(AbiWriter.Topic(TypeText)), entry).ToArray();
        return domain.Digest(Keccak256.Hash(words));
    }

    /// <summary>The call that anyone may make with an approval.</summary>
    public static byte[] Withdraw(WithdrawalEntry entry, in Signature approval) =>
        Append(AbiWriter.Call(WithdrawSignature), entry)
            .Word(approval.R)
            .Word(approval.S)
            .Unsigned(approval.V)
            .ToArray();

    /// <exception cref="ChainUnavailableException">The log is no payment: the node's answer cannot be used.</exception>
    public static Payment ReadWithdrawn(LogEntry log)
    {
        if (log.Topics.Count != 4)
        {
            throw new ChainUnavailableException($"a withdrawal log with {log.Topics.Count} topics");
        }

        var data = new AbiReader(log.Data);
        var account = new AccountId(VaultContract.Topic(log, 2).Address(), (uint)VaultContract.Topic(log, 3).UInt64());
        return new Payment(
            VaultContract.Topic(log, 1).UInt64(), account, data.Address(), data.Unsigned(), log.BlockNumber,
            log.TransactionHash);
    }

    private static AbiWriter Append(AbiWriter writer, WithdrawalEntry entry) => writer
        .Unsigned(entry.WithdrawalId)
        .Address(entry.Account.Owner)
        .Unsigned(entry.Account.Subaccount)
        .Address(entry.Token)
        .Unsigned(entry.Amount)
        .Unsigned(entry.SettledThrough)
        .Unsigned(entry.DeadlineSeconds);
}
