using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>A plain HTTP client of the REST side, as a stranger would write it.</summary>
internal sealed class RestClient(HttpClient http)
{
    private const int Attempts = 400;

    private readonly Dictionary<Address, string> _tokens = [];

    public static JsonObject OrderBody(in SignedOrder order, byte[] signature, ulong clientOrderId) => new()
    {
        ["order"] = OrderMessage(in order),
        ["signature"] = Hex.Format(signature),
        ["clientOrderId"] = clientOrderId.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The EIP-712 message Order.</summary>
    public static JsonObject OrderMessage(in SignedOrder order) => new()
    {
        ["account"] = order.Account.Owner.ToString(),
        ["subaccount"] = order.Account.Subaccount,
        ["marketId"] = order.MarketId,
        ["side"] = (byte)order.Side,
        ["orderType"] = (byte)order.OrderType,
        ["timeInForce"] = (byte)order.TimeInForce,
        ["flags"] = (uint)order.Flags,
        ["limitPrice"] = Text(order.LimitPrice),
        ["triggerPrice"] = Text(order.TriggerPrice),
        ["quantity"] = order.Quantity.ToString(CultureInfo.InvariantCulture),
        ["expiry"] = order.ExpirySeconds.ToString(CultureInfo.InvariantCulture),
        ["maxFeePerUnit"] = order.MaxFeePerUnit.ToString(CultureInfo.InvariantCulture),
        ["nonce"] = order.Nonce.ToString(CultureInfo.InvariantCulture),
        ["version"] = order.Version,
        ["instructions"] = Instructions(in order.Instructions),
    };

    public async Task<RestAnswer> PostAsync(string path, JsonNode body) =>
        await ReadAsync(await http.PostAsync(Path(path), JsonContent.Create(body)));

    public async Task<RestAnswer> PostTextAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await ReadAsync(await http.PostAsync(Path(path), content));
    }

    public async Task<RestAnswer> GetAsync(string path) => await ReadAsync(await http.GetAsync(Path(path)));

    public async Task<string> GetTextAsync(string path) => await http.GetStringAsync(Path(path));

    public Task<RestAnswer> PlaceAsync(Trader trader, in SignedOrder order, ulong? clientOrderId = null) =>
        PostAsync(
            "/v1/orders", OrderBody(in order, trader.Sign(in order), clientOrderId ?? trader.NextClientOrderId()));

    public async Task<RestAnswer> GetAsync(Trader trader, string path) =>
        await SendAsync(HttpMethod.Get, await TokenAsync(trader), path);

    public async Task<RestAnswer> DeleteAsync(Trader trader, string path) =>
        await SendAsync(HttpMethod.Delete, await TokenAsync(trader), path);

    public async Task<RestAnswer> SendAsync(HttpMethod method, Trader trader, string path, JsonNode body) =>
        await SendAsync(method, await TokenAsync(trader), path, body);

    public async Task<RestAnswer> SendAsync(HttpMethod method, string token, string path, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, Path(path));
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await ReadAsync(await http.SendAsync(request));
    }

    /// <summary>As a proxy hands it on for a client with that address.</summary>
    public async Task<RestAnswer> SendFromAsync(
        string address, HttpMethod method, string path, string? token = null, JsonNode? body = null)
    {
        using var request = new HttpRequestMessage(method, Path(path));
        request.Content = body is null ? null : JsonContent.Create(body);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", address);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await ReadAsync(await http.SendAsync(request));
    }

    /// <summary>Without a session.</summary>
    public async Task<RestAnswer> SendAsync(HttpMethod method, string path, JsonNode body)
    {
        using var request = new HttpRequestMessage(method, Path(path));
        request.Content = JsonContent.Create(body);
        return await ReadAsync(await http.SendAsync(request));
    }

    public async Task<Hash32> ChallengeAsync(Trader trader)
    {
        var answer = await PostAsync(
            "/v1/sessions/challenge", new JsonObject { ["account"] = trader.Key.Address.ToString() });
        Assert.True(Hash32.TryParse(answer.Text("challenge"), out var challenge));
        return challenge;
    }

    public Task<RestAnswer> LoginAsync(Trader trader, Hash32 challenge, ulong expiry, PrivateKey? signer = null)
    {
        var encoded = new byte[Signature.EncodedBytes];
        var digest = LoginHash.Digest(Venue.Domain, trader.Key.Address, in challenge, expiry);
        (signer ?? trader.Key).Sign(in digest).CopyTo(encoded);
        return PostAsync("/v1/sessions", new JsonObject
        {
            ["account"] = trader.Key.Address.ToString(),
            ["challenge"] = challenge.ToString(),
            ["expiry"] = expiry.ToString(CultureInfo.InvariantCulture),
            ["signature"] = Hex.Format(encoded),
        });
    }

    public async Task<string> TokenAsync(Trader trader)
    {
        if (!_tokens.TryGetValue(trader.Key.Address, out var token))
        {
            var expiry = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600;
            var answer = await LoginAsync(trader, await ChallengeAsync(trader), expiry);
            Assert.Equal(201, answer.Status);
            token = answer.Text("token");
            _tokens[trader.Key.Address] = token;
        }

        return token;
    }

    public static JsonObject AssetBody(PrivateKey signer, uint assetId, uint decimals, Address token, string symbol)
    {
        Assert.True(FixedText64.TryCreate(symbol, out var text));
        var asset = new ListAsset { AssetId = assetId, TokenDecimals = decimals, Token = token, Symbol = text };
        return new JsonObject
        {
            ["asset"] = new JsonObject
            {
                ["assetId"] = assetId,
                ["tokenDecimals"] = decimals,
                ["token"] = token.ToString(),
                ["symbol"] = symbol,
            },
            ["signature"] = Sign(signer, AdminHash.Digest(Venue.Domain, in asset)),
        };
    }

    public async Task ListAssetAsync(PrivateKey admin, uint assetId, uint decimals, Address token, string symbol)
    {
        var answer = await PostAsync("/v1/admin/assets", AssetBody(admin, assetId, decimals, token, symbol));
        Assert.Equal(201, answer.Status);
    }

    public static JsonObject MarketBody(PrivateKey signer, in CreateMarket market) => new()
    {
        ["market"] = new JsonObject
        {
            ["marketId"] = market.MarketId,
            ["assetId"] = market.AssetId,
            ["tickSize"] = Text(market.TickSize),
            ["lotSize"] = Text(market.LotSize),
            ["multiplier"] = Text(market.Multiplier),
            ["floorTicks"] = Text(market.FloorTicks),
            ["capTicks"] = Text(market.CapTicks),
            ["takerFeePerLot"] = Text(market.TakerFeePerLot),
            ["makerFeePerLot"] = Text(market.MakerFeePerLot),
            ["maxOrderLots"] = Text(market.MaxOrderLots),
            ["protectionTicks"] = Text(market.ProtectionTicks),
            ["auctionFeePerLot"] = Text(market.AuctionFeePerLot),
            ["feeModel"] = (byte)market.FeeModel,
            ["takerFeeRate"] = market.TakerFeeRate,
            ["makerFeeRate"] = market.MakerFeeRate,
            ["auctionFeeRate"] = market.AuctionFeeRate,
            ["marginMode"] = (byte)market.MarginMode,
            ["initialState"] = (byte)market.InitialState,
            ["questionHash"] = market.QuestionHash.ToString(),
            ["metricId"] = market.MetricId.ToString(),
            ["life"] = LifeBody(in market.Life),
        },
        ["signature"] = Sign(signer, AdminHash.Digest(Venue.Domain, in market)),
    };

    private static JsonObject LifeBody(in MarketLife life) => new()
    {
        ["termination"] = Text((Int128)life.TerminationSeconds),
        ["observationStart"] = Text((Int128)life.ObservationStartSeconds),
        ["observationEnd"] = Text((Int128)life.ObservationEndSeconds),
        ["publicationDelay"] = life.PublicationDelaySeconds,
        ["fallbackDeadline"] = Text((Int128)life.FallbackDeadlineSeconds),
        ["fallback"] = (byte)life.Fallback,
        ["fallbackWindow"] = life.FallbackWindowSeconds,
        ["outOfRange"] = (byte)life.OutOfRange,
        ["settlementFeePerLot"] = Text(life.SettlementFeePerLot),
        ["oracle"] = life.Oracle.ToString(),
    };

    public async Task CreateMarketAsync(PrivateKey admin, CreateMarket market) =>
        Assert.Equal(201, (await PostAsync("/v1/admin/markets", MarketBody(admin, in market))).Status);

    public async Task WaitUntilReadyAsync()
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if ((await GetAsync("/health")).Status == 200)
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("the gateway did not catch up");
    }

    public async Task WaitForBalanceAsync(Trader trader)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if ((await GetAsync(trader, "/v1/account")).Json["balances"]!.AsArray().Count > 0)
            {
                return;
            }

            await Task.Delay(10);
        }

        Assert.Fail("the deposit was not credited");
    }

    /// <summary>As it came, with headers; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> GetRawAsync(string path, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path(path));
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await http.SendAsync(request);
    }

    /// <summary>As it came, with headers; the caller disposes it.</summary>
    public Task<HttpResponseMessage> PostRawAsync(string path, JsonNode body) =>
        http.PostAsync(Path(path), JsonContent.Create(body));

    /// <summary>Every answer of every test must be one that the served description allows.</summary>
    private static async Task<RestAnswer> ReadAsync(HttpResponseMessage response)
    {
        await ApiContract.CheckAsync(response);
        return await RestAnswer.ReadAsync(response);
    }

    private static JsonObject Instructions(in OrderInstructions fields) => new()
    {
        ["displayQuantity"] = fields.DisplayQuantity.ToString(CultureInfo.InvariantCulture),
        ["displayVariance"] = fields.DisplayVariance.ToString(CultureInfo.InvariantCulture),
        ["minQuantity"] = fields.MinQuantity.ToString(CultureInfo.InvariantCulture),
        ["budget"] = fields.Budget.ToString(CultureInfo.InvariantCulture),
        ["trailingDistance"] = fields.TrailingDistance.ToString(CultureInfo.InvariantCulture),
        ["priceOffset"] = fields.PriceOffset.ToString(CultureInfo.InvariantCulture),
        ["activationPrice"] = Text(fields.ActivationPrice),
        ["trailingBasisPoints"] = fields.TrailingBasisPoints,
        ["positionFraction"] = fields.PositionFraction,
        ["duration"] = fields.DurationSeconds,
        ["interval"] = fields.IntervalSeconds,
        ["triggerSource"] = (byte)fields.TriggerSource,
        ["expiryAction"] = (byte)fields.ExpiryAction,
        ["pegReference"] = (byte)fields.PegReference,
    };

    private static string Sign(PrivateKey key, Hash32 digest)
    {
        var encoded = new byte[Signature.EncodedBytes];
        key.Sign(in digest).CopyTo(encoded);
        return Hex.Format(encoded);
    }

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static Uri Path(string path) => new(path, UriKind.Relative);
}
