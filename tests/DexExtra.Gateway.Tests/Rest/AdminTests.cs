using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

// SEC-03: every administrative command needs the admin's signature and is harmless when replayed
public sealed class AdminTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task Only_the_admin_creates_markets()
    {
        using var stranger = PrivateKey.Generate();
        var market = Market(700_001);

        (await Rest.PostAsync("/v1/admin/markets", RestClient.MarketBody(stranger, in market)))
            .Refused(403, "NOT_AUTHORISED");
        var unsigned = RestClient.MarketBody(stranger, in market);
        unsigned["signature"] = "0x";
        (await Rest.PostAsync("/v1/admin/markets", unsigned)).Refused(422, "INVALID_SIGNATURE");
        (await Rest.GetAsync("/v1/markets/700001")).Refused(404, "UNKNOWN_MARKET");
    }

    [Fact]
    public async Task A_forged_parameter_is_refused()
    {
        var market = Market(700_002);
        var body = RestClient.MarketBody(venue.AdminKey, in market);
        body["market"]!["capTicks"] = "20000";

        (await Rest.PostAsync("/v1/admin/markets", body)).Refused(403, "NOT_AUTHORISED");
    }

    [Fact]
    public async Task A_replayed_creation_is_answered_with_what_exists()
    {
        var market = Market(700_003);
        var body = RestClient.MarketBody(venue.AdminKey, in market);

        var created = await Rest.PostAsync("/v1/admin/markets", body);
        Assert.Equal((201, "METRIC", "0.01"), (created.Status, created.Text("metricId"), created.Text("tickSize")));
        (await Rest.PostAsync("/v1/admin/markets", body)).Refused(409, "MARKET_EXISTS");
        Assert.Equal(created.Json.ToJsonString(), (await Rest.GetAsync("/v1/markets/700003")).Json.ToJsonString());
    }

    [Fact]
    public async Task Impossible_parameters_are_refused_by_the_engine()
    {
        var market = Market(700_004) with { FloorTicks = 5, CapTicks = 5 };

        (await Rest.PostAsync("/v1/admin/markets", RestClient.MarketBody(venue.AdminKey, in market)))
            .Refused(422, "INVALID_PARAMETERS");
        var orphan = Market(700_005) with { AssetId = 77 };
        (await Rest.PostAsync("/v1/admin/markets", RestClient.MarketBody(venue.AdminKey, in orphan)))
            .Refused(422, "UNKNOWN_ASSET");
    }

    [Fact]
    public async Task Assets_are_listed_once()
    {
        var token = Address.Parse("0x00000000000000000000000000000000000000d2");
        using var stranger = PrivateKey.Generate();
        (await Rest.PostAsync("/v1/admin/assets", RestClient.AssetBody(stranger, 2, 8, token, "TEST")))
            .Refused(403, "NOT_AUTHORISED");
        var body = RestClient.AssetBody(venue.AdminKey, 2, 8, token, "TEST");

        Assert.Equal(201, (await Rest.PostAsync("/v1/admin/assets", body)).Status);
        (await Rest.PostAsync("/v1/admin/assets", body)).Refused(409, "ASSET_EXISTS");
        Assert.Contains("TEST", (await Rest.GetAsync("/v1/assets")).Json.ToJsonString(), StringComparison.Ordinal);
    }

    private static CreateMarket Market(uint marketId)
    {
        Assert.True(FixedText64.TryCreate("METRIC", out var metricId));
        return new CreateMarket
        {
            MarketId = marketId,
            AssetId = Venue.AssetId,
            TickSize = 1_000_000,
            LotSize = FixedPoint.One,
            Multiplier = FixedPoint.One,
            CapTicks = 10_000,
            MaxOrderLots = 1_000,
            ProtectionTicks = 10,
            InitialState = MarketState.Continuous,
            Life = MarketLives.Far,
            QuestionHash = Keccak256.Hash([1]),
            MetricId = metricId,
        };
    }
}
