using System.Buffers.Binary;
using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Contracts;

/// <summary>What owners do on chain without the venue: cancels at the exchange (X5), exits at the vault (X9).</summary>
internal static class OwnerContract
{
    public const string CancelSignature = "OrderCancelRequested(address,uint32,uint64,uint64)";
    public const string EpochSignature = "EpochRaised(address,uint32,uint64,uint64)";
    public const string ExitRequestedSignature = "ExitRequested(uint64,address,uint32,address,uint256,uint64)";
    public const string ExitPaidSignature = "ExitPaid(uint64,address,uint256,uint256)";
    public const string ExitCancelledSignature = "ExitCancelled(uint64)";

    private const int HighBytes = AbiWriter.WordBytes / 2;

    private static readonly Hash32 Cancel = AbiWriter.Topic(CancelSignature);
    private static readonly Hash32 Epoch = AbiWriter.Topic(EpochSignature);
    private static readonly Hash32 ExitRequested = AbiWriter.Topic(ExitRequestedSignature);
    private static readonly Hash32 ExitPaid = AbiWriter.Topic(ExitPaidSignature);
    private static readonly Hash32 ExitCancelled = AbiWriter.Topic(ExitCancelledSignature);

    /// <summary>Of the exchange.</summary>
    public static Hash32[] CancelTopics => [Cancel, Epoch];

    /// <summary>Of the vault.</summary>
    public static Hash32[] ExitTopics => [ExitRequested, ExitPaid, ExitCancelled];

    /// <summary>The action without its number.</summary>
    /// <param name="log">Of either contract.</param>
    /// <param name="chainId">Where it stands.</param>
    /// <param name="exitOf">What is known of an exit before this log.</param>
    /// <exception cref="ChainUnavailableException">The node's answer cannot be used: no such event, or a payment of an
    /// exit that nobody asked for.</exception>
    public static OwnerAction Read(LogEntry log, ulong chainId, Func<ulong, ExitEntry?> exitOf)
    {
        var kind = KindOf(log);
        var action = new OwnerAction
        {
            ChainId = chainId,
            LogIndex = log.LogIndex,
            BlockNumber = log.BlockNumber,
            TransactionHash = log.TransactionHash,
            Kind = kind,
        };
        if (kind is OwnerActionKind.CancelNonce or OwnerActionKind.CancelNoncesBelow)
        {
            action.Account = AccountAt(log, 1);
            action.Number = VaultContract.Topic(log, 3).UInt64();
            return action;
        }

        action.Number = VaultContract.Topic(log, 1).UInt64();
        if (kind == OwnerActionKind.ExitRequested)
        {
            action.Account = AccountAt(log, 2);
            action.Token = new AbiReader(log.Data).Address();
            action.Amount = Amount(log.Data.AsSpan(AbiWriter.WordBytes));
            return action;
        }

        var exit = exitOf(action.Number)
            ?? throw new ChainUnavailableException(
                $"the node showed {kind} of exit {action.Number}, but not its request");
        action.Account = exit.Account;
        action.Token = exit.Token;
        action.Amount = kind == OwnerActionKind.ExitPaid ? Amount(log.Data) : exit.Left;
        return action;
    }

    private static OwnerActionKind KindOf(LogEntry log)
    {
        var topic = log.Topics[0];
        var (kind, topics) = topic == Cancel ? (OwnerActionKind.CancelNonce, 4)
            : topic == Epoch ? (OwnerActionKind.CancelNoncesBelow, 4)
            : topic == ExitRequested ? (OwnerActionKind.ExitRequested, 4)
            : topic == ExitPaid ? (OwnerActionKind.ExitPaid, 3)
            : (OwnerActionKind.ExitCancelled, 2);
        return log.Topics.Count == topics
            ? kind
            : throw new ChainUnavailableException($"a log of {kind} with {log.Topics.Count} topics");
    }

    private static AccountId AccountAt(LogEntry log, int topic) =>
        new(VaultContract.Topic(log, topic).Address(), (uint)VaultContract.Topic(log, topic + 1).UInt64());

    /// <summary>A uint256; an exit of everything may ask for any number, see Limits.MaxExitAmount.</summary>
    private static Int128 Amount(ReadOnlySpan<byte> data)
    {
        if (data.Length < AbiWriter.WordBytes)
        {
            throw new ChainUnavailableException("the contract answered with data that ends early");
        }

        var low = BinaryPrimitives.ReadUInt128BigEndian(data[HighBytes..]);
        var isBeyond = data[..HighBytes].IndexOfAnyExcept((byte)0) >= 0 || low > (UInt128)Limits.MaxExitAmount;
        return isBeyond ? Limits.MaxExitAmount : (Int128)low;
    }
}
