using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// A typed-data struct as EIP-712 defines it: the one description from which the type hash and the published JSON are
/// both made, so that what wallets are shown cannot drift from what is hashed. Immutable.
/// </summary>
public sealed partial class Eip712Type
{
    private readonly string _definition;

    /// <summary>
    /// Takes <c>Name(type name,type name,…)</c> and the structs that it refers to, directly or not, in order of name:
    /// their texts follow in what is hashed.
    /// </summary>
    private Eip712Type(string definition, params ReadOnlySpan<Eip712Type> referenced)
    {
        var open = definition.IndexOf('(', StringComparison.Ordinal);
        _definition = definition;
        Encoded = definition;
        foreach (var type in referenced)
        {
            Encoded += type._definition;
        }

        Name = definition[..open];
        Fields = [.. definition[(open + 1)..^1].Split(',').Select(Field)];
        TypeHash = Keccak256.Hash(Encoding.ASCII.GetBytes(Encoded));
    }

    public static Eip712Type Domain { get; } =
        new("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");

    public static Eip712Type Instructions { get; } = new(
        "Instructions(uint128 displayQuantity,uint128 displayVariance,uint128 minQuantity,uint128 budget,"
        + "uint128 trailingDistance,uint128 priceOffset,int128 activationPrice,uint32 trailingBasisPoints,"
        + "uint32 positionFraction,uint32 duration,uint32 interval,uint8 triggerSource,uint8 expiryAction,"
        + "uint8 pegReference)");

    public static Eip712Type Order { get; } = new(
        "Order(address account,uint32 subaccount,uint32 marketId,uint8 side,uint8 orderType,uint8 timeInForce,"
        + "uint32 flags,int128 limitPrice,int128 triggerPrice,uint128 quantity,uint64 expiry,uint128 maxFeePerUnit,"
        + "uint64 nonce,uint32 version,Instructions instructions)",
        Instructions);

    public static Eip712Type OrderList { get; } =
        new("OrderList(uint8 kind,Order[] orders)", Instructions, Order);

    public static Eip712Type Login { get; } = new("Login(address account,bytes32 challenge,uint64 expiry)");

    public static Eip712Type MarketLife { get; } = new(
        "MarketLife(uint64 termination,uint64 observationStart,uint64 observationEnd,uint32 publicationDelay,"
        + "uint64 fallbackDeadline,uint8 fallback,uint32 fallbackWindow,uint8 outOfRange,uint64 settlementFeePerLot,"
        + "address oracle)");

    public static Eip712Type CreateMarket { get; } = new(
        "CreateMarket(uint32 marketId,uint32 assetId,uint128 tickSize,uint128 lotSize,uint128 multiplier,"
        + "int64 floorTicks,int64 capTicks,uint8 feeModel,uint64 takerFeePerLot,int64 makerFeePerLot,"
        + "uint64 auctionFeePerLot,uint32 takerFeeRate,int32 makerFeeRate,uint32 auctionFeeRate,uint64 maxOrderLots,"
        + "uint64 protectionTicks,uint8 marginMode,uint8 initialState,bytes32 questionHash,string metricId,"
        + "MarketLife life)",
        MarketLife);

    public static Eip712Type ListAsset { get; } =
        new("ListAsset(uint32 assetId,uint8 tokenDecimals,address token,string symbol)");

    /// <summary>What a wallet may be asked to sign; the domain is not among them.</summary>
    public static IReadOnlyList<Eip712Type> Signable =>
    [
        Order, OrderList, Login, CreateMarket, ListAsset, SetTradingRules, SetMarketState, StartAuction, SetIndexPrice,
        .. Money, .. SessionKeys, .. Access,
    ];

    /// <summary>Structs that stand only inside others.</summary>
    public static IReadOnlyList<Eip712Type> Nested => [Instructions, MarketLife];

    public string Name { get; }

    public IReadOnlyList<Eip712Field> Fields { get; }

    public string Encoded { get; }

    /// <summary>keccak256 of <see cref="Encoded"/>: the first word of every struct hash.</summary>
    public Hash32 TypeHash { get; }

    private static Eip712Field Field(string text)
    {
        var blank = text.IndexOf(' ', StringComparison.Ordinal);
        return new Eip712Field(text[..blank], text[(blank + 1)..]);
    }
}
