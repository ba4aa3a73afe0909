using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The operator's signed commands about one market that lives.</summary>
internal sealed class Operator(RestClient rest, PrivateKey key, uint marketId)
{
    private static long _lastNonce;

    public Task SetStateAsync(MarketState state)
    {
        var command = new SetMarketState { MarketId = marketId, State = state };
        var nonce = NextNonce();
        var fields = new JsonObject { ["state"] = (byte)state };
        return SendAsync("market-state", "state", fields, nonce, OperatorHash.Digest(Venue.Domain, in command, nonce));
    }

    /// <summary>A call of exactly this length.</summary>
    public Task StartAuctionAsync(AuctionKind kind, uint seconds)
    {
        var command = new StartAuction { MarketId = marketId, Kind = kind, DurationSeconds = seconds };
        var nonce = NextNonce();
        var fields = new JsonObject
        {
            ["kind"] = (byte)kind,
            ["durationSeconds"] = seconds,
            ["randomSeconds"] = 0,
        };
        return SendAsync("auctions", "auction", fields, nonce, OperatorHash.Digest(Venue.Domain, in command, nonce));
    }

    /// <summary>Default rules, but calls of this length follow each other for ever.</summary>
    public Task SetBatchesAsync(uint intervalMs)
    {
        var rules = TradingRules.Default with { BatchIntervalMs = intervalMs };
        var command = new SetTradingRules { MarketId = marketId, Rules = rules };
        var nonce = NextNonce();
        var fields = new JsonObject
        {
            ["minDisplayLots"] = rules.MinDisplayLots,
            ["minOrderLots"] = rules.MinOrderLots,
            ["minMarkDepthLots"] = rules.MinMarkDepthLots,
            ["priceIncrementTicks"] = rules.PriceIncrementTicks,
            ["maxIcebergParts"] = rules.MaxIcebergParts,
            ["maxCascade"] = rules.MaxCascade,
            ["auctionSeconds"] = rules.AuctionSeconds,
            ["auctionRandomSeconds"] = rules.AuctionRandomSeconds,
            ["maxExtensions"] = rules.MaxExtensions,
            ["batchIntervalMs"] = rules.BatchIntervalMs,
            ["allocation"] = (byte)rules.Allocation,
        };
        foreach (var name in (string[])
            [
                "entryBandTicks", "executionBandTicks", "cascadeTicks", "collarTicks", "collarWidenTicks",
                "initialReferenceTicks", "entryBandVolatility", "sessionEndSecondOfDay", "scheduledAuctionSecondOfDay",
                "outageSeconds", "markMaxAgeSeconds", "flags", .. Trigger("first"), .. Trigger("second"),
                .. Trigger("third"),
            ])
        {
            fields[name] = 0;
        }

        return SendAsync("trading-rules", "rules", fields, nonce, OperatorHash.Digest(Venue.Domain, in command, nonce));
    }

    private static string[] Trigger(string which) =>
        [$"{which}TriggerTicks", $"{which}TriggerHorizonSeconds", $"{which}TriggerAuctionSeconds"];

    /// <summary>The Unix millisecond, and above all earlier ones.</summary>
    private static ulong NextNonce()
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        return (ulong)(_lastNonce = Math.Max(now, _lastNonce + 1));
    }

    private async Task SendAsync(string path, string member, JsonObject fields, ulong nonce, Hash32 digest)
    {
        var encoded = new byte[Signature.EncodedBytes];
        key.Sign(in digest).CopyTo(encoded);
        fields["marketId"] = marketId;
        fields["nonce"] = nonce.ToString(CultureInfo.InvariantCulture);
        var answer = await rest.PostAsync(
            $"/v1/admin/{path}", new JsonObject { [member] = fields, ["signature"] = Hex.Format(encoded) });
        Assert.True(answer.Status == 200, $"{path}: {answer.Json.ToJsonString()}");
    }
}
