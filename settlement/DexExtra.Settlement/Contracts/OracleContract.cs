using DexExtra.Messages;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Chain.Encoding;

namespace DexExtra.Settlement.Contracts;

/// <summary>What UmaOracle says of a market's question, and the call of its fallback.</summary>
internal static class OracleContract
{
    public const string ProposedSignature = "AnswerProposed(uint32,bytes32,int256,uint64)";
    public const string DisputedSignature = "AnswerDisputed(uint32,bytes32)";
    public const string RejectedSignature = "AnswerRejected(uint32,bytes32)";
    public const string ConfirmedSignature = "AnswerConfirmed(uint32,bytes32,int256)";
    public const string FallbackSignature = "settleFallback(uint32,int256)";

    /// <summary>Beyond every price: anybody may assert any number, and further out means the same.</summary>
    private static readonly Int128 FurthestValue = Int128.One << 96;

    /// <summary>Of the terms of a question: whether it is asked as a number of Optimistic Oracle V2.</summary>
    private const int NumericWord = 5;

    private static readonly Hash32 Proposed = AbiWriter.Topic(ProposedSignature);
    private static readonly Hash32 Disputed = AbiWriter.Topic(DisputedSignature);
    private static readonly Hash32 Rejected = AbiWriter.Topic(RejectedSignature);
    private static readonly Hash32 Confirmed = AbiWriter.Topic(ConfirmedSignature);

    public static Hash32[] Topics => [Proposed, Disputed, Rejected, Confirmed];

    public static byte[] QuestionOf(uint marketId) =>
        AbiWriter.Call("questionOf(uint32)").Unsigned(marketId).ToArray();

    public static bool ReadIsNumeric(ReadOnlySpan<byte> question) =>
        new AbiReader(question[(NumericWord * AbiWriter.WordBytes)..]).Boolean();

    public static byte[] SettleFallback(uint marketId, Int128 price) =>
        AbiWriter.Call(FallbackSignature).Unsigned(marketId).Signed(price).ToArray();

    /// <exception cref="ChainUnavailableException">The log is no answer: the node's answer cannot be used.</exception>
    public static OracleUpdate Read(LogEntry log)
    {
        if (log.Topics.Count != 3)
        {
            throw new ChainUnavailableException($"an oracle log with {log.Topics.Count} topics");
        }

        var update = new OracleUpdate
        {
            MarketId = (uint)VaultContract.Topic(log, 1).UInt64(),
            AssertionId = log.Topics[2],
            Kind = KindOf(log.Topics[0]),
        };
        if (update.Kind == OracleUpdateKind.Proposed)
        {
            update.Value = Value(log.Data);
            update.LivenessEndSeconds = new AbiReader(log.Data.AsSpan(AbiWriter.WordBytes)).UInt64();
        }

        return update;
    }

    private static OracleUpdateKind KindOf(Hash32 topic) => topic == Proposed ? OracleUpdateKind.Proposed
        : topic == Disputed ? OracleUpdateKind.Disputed
        : topic == Rejected ? OracleUpdateKind.Rejected
        : OracleUpdateKind.Confirmed;

    /// <summary>An int256, bounded to what stands beyond every price.</summary>
    private static Int128 Value(ReadOnlySpan<byte> data)
    {
        var isNegative = (data[0] & 0x80) != 0;
        var isWide = data[..16].IndexOfAnyExcept(isNegative ? (byte)0xff : (byte)0) >= 0
            || (data[16] & 0x80) != 0 != isNegative;
        return isWide
            ? isNegative ? -FurthestValue : FurthestValue
            : Int128.Clamp(new AbiReader(data).Signed(), -FurthestValue, FurthestValue);
    }
}
