using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain.Encoding;
using DexExtra.Signing;

namespace DexExtra.Settlement.Contracts;

/// <summary>
/// Calls and events of SettlementExchange. Every struct of its interface is static, so a batch is an offset, a count
/// and then fifty-two words per match in place. Signatures must equal the contract's to the letter; a test compares
/// them with the compiled interface.
/// </summary>
internal static class ExchangeContract
{
    public const string OrderTuple =
        "(address,uint32,uint32,uint8,uint8,uint8,uint32,int128,int128,uint128,uint64,uint128,uint64,uint32,"
        + "bytes32)";
    public const string ListProofTuple = "(uint8,uint8,bytes32,bytes32)";
    public const string SignedOrderTuple = "(" + OrderTuple + "," + ListProofTuple + ",bytes32,bytes32,bytes32,uint8)";
    public const string MatchTuple =
        "(uint64,uint64,int128,uint128,uint128,uint128," + SignedOrderTuple + "," + SignedOrderTuple + ")";
    public const string MarketTuple = "(address,uint96,int128,int128,bytes32)";
    public const string SettleSignature = "settle(" + MatchTuple + "[])";
    public const string RegisterSignature = "registerMarket(uint32," + MarketTuple + ")";
    public const string RegisterSessionKeySignature =
        "registerSessionKey((address,address,uint32,uint32,uint32,uint64,uint64),bytes32,bytes32,uint8)";
    public const string RevokeSessionKeySignature =
        "revokeSessionKey(address,address,uint64,uint64,bytes32,bytes32,uint8)";
    public const string SessionKeyScopeSignature = "sessionKeyScope(address,address,bytes32)";
    public const string SessionKeyRevokedAtSignature = "sessionKeyRevokedAt(address,address,uint64)";
    public const string TradeSettledSignature =
        "TradeSettled(uint64,uint32,bytes32,bytes32,int128,uint128,int256,int256,uint128,uint128)";
    public const string TradeFailedSignature = "TradeFailed(uint64,uint8,uint8)";

    private const int MatchWords = 52;

    public static readonly Hash32 TradeSettledTopic = AbiWriter.Topic(TradeSettledSignature);
    public static readonly Hash32 TradeFailedTopic = AbiWriter.Topic(TradeFailedSignature);

    /// <summary>Of matches that settle by trade, or are void: others have no two signed orders.</summary>
    public static byte[] Settle(IReadOnlyList<MatchEntry> matches)
    {
        var writer = AbiWriter.Call(SettleSignature).Unsigned(AbiWriter.WordBytes).Unsigned((UInt128)matches.Count);
        foreach (var match in matches)
        {
            Append(writer, match);
        }

        return writer.ToArray();
    }

    /// <summary>X4: a number without orders, which fails as MARKET_UNKNOWN and moves nothing.</summary>
    private static AbiWriter AppendVoid(AbiWriter writer, ulong matchId)
    {
        writer.Unsigned(matchId);
        for (var word = 1; word < MatchWords; word++)
        {
            writer.Unsigned(0);
        }

        return writer;
    }

    public static byte[] RegisterMarket(MarketTerms market) => AbiWriter.Call(RegisterSignature)
        .Unsigned(market.MarketId)
        .Address(market.Token)
        .Unsigned((UInt128)market.Multiplier)
        .Signed(market.Floor)
        .Signed(market.Cap)
        .Word(market.QuestionHash)
        .ToArray();

    public static byte[] RegisterSessionKey(in SetSessionKey grant) => AbiWriter.Call(RegisterSessionKeySignature)
        .Address(grant.Owner)
        .Address(grant.Key)
        .Unsigned(grant.Subaccount)
        .Unsigned(grant.MarketId)
        .Unsigned((uint)grant.Permissions)
        .Unsigned(grant.ExpiresAtSeconds)
        .Unsigned(grant.Nonce)
        .Word(grant.Signature.R)
        .Word(grant.Signature.S)
        .Unsigned(grant.Signature.V)
        .ToArray();

    /// <summary>Of a grant that is revoked and has ended.</summary>
    public static byte[] RevokeSessionKey(SessionKeyEntry key)
    {
        var revocation = key.Revocation!.Value;
        return AbiWriter.Call(RevokeSessionKeySignature)
            .Address(revocation.Owner)
            .Address(revocation.Key)
            .Unsigned(revocation.Nonce)
            .Unsigned((UInt128)key.EndedNs)
            .Word(revocation.Signature.R)
            .Word(revocation.Signature.S)
            .Unsigned(revocation.Signature.V)
            .ToArray();
    }

    public static byte[] SessionKeyScope(SessionKeyEntry key) => AbiWriter.Call(SessionKeyScopeSignature)
        .Address(key.Grant.Owner)
        .Address(key.Grant.Key)
        .Word(key.Hash)
        .ToArray();

    public static byte[] SessionKeyRevokedAt(SessionKeyEntry key) => AbiWriter.Call(SessionKeyRevokedAtSignature)
        .Address(key.Grant.Owner)
        .Address(key.Grant.Key)
        .Unsigned(key.Grant.Nonce)
        .ToArray();

    public static bool ReadIsRegistered(ReadOnlySpan<byte> data) => new AbiReader(data).Boolean();

    /// <summary>Engine time in nanoseconds; 0: not revoked.</summary>
    public static ulong ReadRevokedAt(ReadOnlySpan<byte> data) => new AbiReader(data).UInt64();

    public static byte[] Market(uint marketId) => AbiWriter.Call("market(uint32)").Unsigned(marketId).ToArray();

    public static byte[] Vault() => AbiWriter.Call("vault()").ToArray();

    public static byte[] HasOperatorRole(Address account) => AbiWriter.Call("hasRole(bytes32,address)")
        .Word(AbiWriter.Topic("OPERATOR_ROLE"))
        .Address(account)
        .ToArray();

    /// <summary>Token, multiplier, floor, cap and question of a stored market; the token is zero when there is
    /// none.</summary>
    public static (Address Token, Int128 Multiplier, Int128 Floor, Int128 Cap, Hash32 QuestionHash) ReadMarket(
        ReadOnlySpan<byte> data)
    {
        var reader = new AbiReader(data);
        return (reader.Address(), reader.Signed(), reader.Signed(), reader.Signed(), reader.Word());
    }

    /// <summary>One match of two signed orders, word for word as the contract's struct.</summary>
    public static AbiWriter Append(AbiWriter writer, MatchEntry match)
    {
        if (match.IsVoid)
        {
            return AppendVoid(writer, match.MatchId);
        }

        writer
            .Unsigned(match.MatchId)
            .Unsigned((UInt128)match.TimeNs)
            .Signed(match.Price)
            .Unsigned((UInt128)match.Quantity)
            .Unsigned((UInt128)match.BuyFee)
            .Unsigned((UInt128)match.SellFee);
        Append(writer, match.Buy!);
        Append(writer, match.Sell!);
        return writer;
    }

    private static void Append(AbiWriter writer, OrderRecord signed)
    {
        var order = signed.Order;
        writer
            .Address(order.Account.Owner)
            .Unsigned(order.Account.Subaccount)
            .Unsigned(order.MarketId)
            .Unsigned((byte)order.Side)
            .Unsigned((byte)order.OrderType)
            .Unsigned((byte)order.TimeInForce)
            .Unsigned((uint)order.Flags)
            .Signed(order.LimitPrice)
            .Signed(order.TriggerPrice)
            .Unsigned(order.Quantity)
            .Unsigned(order.ExpirySeconds)
            .Unsigned(order.MaxFeePerUnit)
            .Unsigned(order.Nonce)
            .Unsigned(order.Version)
            .Word(InstructionsHash.Struct(in order.Instructions))
            .Unsigned((byte)signed.List.Kind)
            .Unsigned(signed.List.Index)
            .Word(signed.List.First)
            .Word(signed.List.Second)
            .Word(signed.Key?.Hash ?? default)
            .Word(signed.Signature.R)
            .Word(signed.Signature.S)
            .Unsigned(signed.Signature.V);
    }
}
