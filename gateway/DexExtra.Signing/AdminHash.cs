using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>
/// EIP-712 hashes of the administrative commands. Fields that the typed data calls unsigned are signed in Messages;
/// they are hashed by their bits, so a value outside the range hashes to what no honest signer signed.
/// </summary>
public static class AdminHash
{
    private const int CreateMarketWords = 22;
    private const int MarketLifeWords = 11;
    private const int ListAssetWords = 5;

    public static Hash32 Struct(in CreateMarket market)
    {
        var words = new WordWriter(stackalloc byte[CreateMarketWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.CreateMarket.TypeHash);
        words.Append((ulong)market.MarketId);
        words.Append((ulong)market.AssetId);
        words.Append(unchecked((UInt128)market.TickSize));
        words.Append(unchecked((UInt128)market.LotSize));
        words.Append(unchecked((UInt128)market.Multiplier));
        words.Append(market.FloorTicks);
        words.Append(market.CapTicks);
        words.Append((ulong)market.FeeModel);
        words.Append(unchecked((ulong)market.TakerFeePerLot));
        words.Append(market.MakerFeePerLot);
        words.Append(unchecked((ulong)market.AuctionFeePerLot));
        words.Append((ulong)market.TakerFeeRate);
        words.Append((long)market.MakerFeeRate);
        words.Append((ulong)market.AuctionFeeRate);
        words.Append(unchecked((ulong)market.MaxOrderLots));
        words.Append(unchecked((ulong)market.ProtectionTicks));
        words.Append((ulong)market.MarginMode);
        words.Append((ulong)market.InitialState);
        words.Append(market.QuestionHash);
        words.Append(HashOf(market.MetricId));
        words.Append(Struct(in market.Life));
        return words.Hash();
    }

    public static Hash32 Struct(in MarketLife life)
    {
        var words = new WordWriter(stackalloc byte[MarketLifeWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.MarketLife.TypeHash);
        words.Append(life.TerminationSeconds);
        words.Append(life.ObservationStartSeconds);
        words.Append(life.ObservationEndSeconds);
        words.Append((ulong)life.PublicationDelaySeconds);
        words.Append(life.FallbackDeadlineSeconds);
        words.Append((ulong)life.Fallback);
        words.Append((ulong)life.FallbackWindowSeconds);
        words.Append((ulong)life.OutOfRange);
        words.Append(unchecked((ulong)life.SettlementFeePerLot));
        words.Append(life.Oracle);
        return words.Hash();
    }

    public static Hash32 Struct(in ListAsset asset)
    {
        var words = new WordWriter(stackalloc byte[ListAssetWords * Hash32.SizeBytes]);
        words.Append(Eip712Type.ListAsset.TypeHash);
        words.Append((ulong)asset.AssetId);
        words.Append((ulong)asset.TokenDecimals);
        words.Append(asset.Token);
        words.Append(HashOf(asset.Symbol));
        return words.Hash();
    }

    public static Hash32 Digest(Eip712Domain domain, in CreateMarket market) => domain.Digest(Struct(in market));

    public static Hash32 Digest(Eip712Domain domain, in ListAsset asset) => domain.Digest(Struct(in asset));

    private static Hash32 HashOf(FixedText64 text) => Keccak256.Hash(Encoding.UTF8.GetBytes(text.ToString()));
}
