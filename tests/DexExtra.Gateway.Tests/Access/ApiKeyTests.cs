using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Access;

/// <summary>Read-only keys on a real gateway: what they may, from where, and how they end.</summary>
public sealed class ApiKeyTests(Venue venue)
{
    private const string Path = "/v1/api-keys";

    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task A_key_reads_and_does_nothing_else()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var orderId = (await Rest.PlaceAsync(trader, trader.Buy(market, 100, 1))).At("order.orderId");
        var created = await CreateAsync(trader);
        var secret = created.Text("secret");

        Assert.Equal((201, "LIVE", "3"), (created.Status, created.At("apiKey.status"), created.At("apiKey.scopes")));
        foreach (var path in new[]
        {
            "/v1/account", "/v1/orders", $"/v1/orders/{orderId}", "/v1/fills", "/v1/withdrawals", "/v1/limits",
            "/v1/positions/closed", "/v1/session-keys", "/v1/allow-list", "/v1/cancel-after", Path,
        })
        {
            Assert.Equal((path, 200), (path, (await Rest.SendAsync(HttpMethod.Get, secret, path)).Status));
        }

        foreach (var (method, path, body) in new (HttpMethod, string, JsonObject?)[]
        {
            (HttpMethod.Delete, $"/v1/orders/{orderId}", null), (HttpMethod.Post, "/v1/mass-cancels", []),
            (HttpMethod.Patch, $"/v1/orders/{orderId}", new JsonObject { ["quantity"] = "1" }),
            (HttpMethod.Post, "/v1/unlocks", []), (HttpMethod.Post, "/v1/auth/sign-out", []),
            (HttpMethod.Post, "/v1/cancel-after", new JsonObject { ["seconds"] = 9 }),
        })
        {
            var answer = await Rest.SendAsync(method, secret, path, body);
            Assert.Equal(
                (path, path.Contains("auth", StringComparison.Ordinal) ? 401 : 403), (path, answer.Status));
        }

        (await Rest.SendAsync(HttpMethod.Post, secret, "/v1/mass-cancels", new JsonObject()))
            .Refused(403, "API_KEY_SCOPE");
        Assert.Equal("NEW", (await Rest.GetAsync(trader, $"/v1/orders/{orderId}")).At("order.status"));
        using var feed = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await feed.SendAsync($$"""{"op":"login","token":"{{secret}}"}""");
        Assert.Equal("UNAUTHENTICATED", (string)(await feed.ReceiveAsync("error"))["code"]!);
    }

    [Theory]
    [InlineData("1", "/v1/orders", "/v1/account")]
    [InlineData("2", "/v1/account", "/v1/fills")]
    public async Task A_key_reads_what_its_scopes_name(string scopes, string inside, string outside)
    {
        var secret = (await CreateAsync(await venue.CreateTraderAsync(), scopes)).Text("secret");

        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, secret, inside)).Status);
        (await Rest.SendAsync(HttpMethod.Get, secret, outside)).Refused(403, "API_KEY_SCOPE");
    }

    [Fact]
    public async Task A_key_sees_its_owner_only_and_is_listed_without_its_secret()
    {
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var created = await CreateAsync(trader, label: "reports");
        var account = await Rest.SendAsync(HttpMethod.Get, created.Text("secret"), "/v1/account");
        Assert.Equal(trader.Key.Address.ToString(), account.At("account"));

        var listed = await Rest.GetAsync(trader, Path);

        Assert.Equal(created.Json["apiKey"]!.ToJsonString(), listed.Json["apiKeys"]![0]!.ToJsonString());
        Assert.DoesNotContain(created.Text("secret"), listed.Json.ToJsonString(), StringComparison.Ordinal);
        Assert.Empty((await Rest.GetAsync(other, Path)).Json["apiKeys"]!.AsArray());
        var stored = await File.ReadAllTextAsync(
            System.IO.Path.Combine(venue.Section.DataFolder, "access", "gateway-1", "access.log"),
            TestContext.Current.CancellationToken);
        Assert.Contains(created.At("apiKey.keyId")!, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(created.Text("secret").Split('_')[^1], stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_owner_creates_and_revokes_and_each_signature_counts_once()
    {
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var body = Grant(trader, "3", "", trader.Key);
        var created = await Rest.PostAsync(Path, body);
        Assert.Equal(201, created.Status);
        var keyId = created.At("apiKey.keyId")!;

        (await Rest.PostAsync(Path, body)).Refused(422, "NONCE_REUSED");
        (await Rest.PostAsync(Path, Grant(trader, "3", "", other.Key))).Refused(422, "WRONG_SIGNER");
        (await RevokeAsync(trader, keyId, other.Key)).Refused(422, "WRONG_SIGNER");
        (await RevokeAsync(other, keyId, other.Key)).Refused(404, "NOT_FOUND");
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, created.Text("secret"), "/v1/account")).Status);

        Assert.Equal("REVOKED", (await RevokeAsync(trader, keyId, trader.Key)).At("apiKey.status"));
        (await Rest.SendAsync(HttpMethod.Get, created.Text("secret"), "/v1/account")).Refused(401, "UNAUTHENTICATED");
        var stranger = new Trader();
        (await Rest.PostAsync(Path, Grant(stranger, "3", "", stranger.Key))).Refused(422, "UNKNOWN_ACCOUNT");
    }

    [Theory]
    [InlineData("scopes", "0")]
    [InlineData("scopes", "4")]
    [InlineData("expiresAt", "1")]
    [InlineData("expiresAt", "9999999999")]
    [InlineData("addresses", "here")]
    [InlineData("addresses", " ")]
    [InlineData("addresses", "10.0.0.1/8")]
    [InlineData("addresses", "1")]
    [InlineData("addresses", "10.0.0.1,")]
    [InlineData("label", "a\nb")]
    public async Task A_key_out_of_its_form_is_refused(string member, string value)
    {
        var trader = await venue.CreateTraderAsync();
        var command = Command(trader, "3", "");
        command[member] = value;
        (await Rest.PostAsync(Path, SignedCommands.Of(Eip712Type.ApiKeyGrant, command, trader.Key)))
            .Refused(400, "MALFORMED");
    }

    // S272
    [Fact]
    public async Task A_key_is_good_from_its_addresses_only()
    {
        var secret = (await CreateAsync(
            await venue.CreateTraderAsync(), addresses: "203.0.113.7, 2001:db8::/32")).Text("secret");
        foreach (var address in new[] { "203.0.113.7", "2001:db8::1", "::ffff:203.0.113.7", "10.0.0.1, 203.0.113.7" })
        {
            Assert.Equal(
                (address, 200), (address, (await Rest.SendFromAsync(address, HttpMethod.Get, "/v1/account", secret)).Status));
        }

        foreach (var address in new[] { "203.0.113.8", "2001:db9::1", "203.0.113.7, 10.0.0.1", "nonsense", "" })
        {
            (await Rest.SendFromAsync(address, HttpMethod.Get, "/v1/account", secret))
                .Refused(403, "ADDRESS_NOT_ALLOWED");
        }
    }

    [Fact]
    public async Task Keys_and_lists_outlive_a_restart_and_end_in_time()
    {
        const uint source = 72;
        var time = new ManualTime();
        var trader = await venue.CreateTraderAsync();
        string live, revoked;
        await using (var gateway = await venue.StartGatewayAsync(sourceId: source))
        {
            live = (await gateway.Rest.PostAsync(Path, Grant(trader, "3", "", trader.Key))).Text("secret");
            var second = await gateway.Rest.PostAsync(Path, Grant(trader, "3", "", trader.Key));
            revoked = second.Text("secret");
            var command = Revocation(trader, second.At("apiKey.keyId")!);
            await gateway.Rest.SendAsync(
                HttpMethod.Delete, Path, SignedCommands.Of(Eip712Type.ApiKeyRevoke, command, trader.Key));
        }

        await using (var gateway = await venue.StartGatewayAsync(sourceId: source, time: time))
        {
            Assert.Equal(200, (await gateway.Rest.SendAsync(HttpMethod.Get, live, "/v1/account")).Status);
            (await gateway.Rest.SendAsync(HttpMethod.Get, revoked, "/v1/account")).Refused(401, "UNAUTHENTICATED");
            time.Advance(TimeSpan.FromHours(2));
            (await gateway.Rest.SendAsync(HttpMethod.Get, live, "/v1/account")).Refused(401, "UNAUTHENTICATED");
        }
    }

    private static JsonObject Command(Trader trader, string scopes, string addresses, string label = "") => new()
    {
        ["account"] = trader.Key.Address.ToString(),
        ["scopes"] = scopes,
        ["expiresAt"] = (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600)
            .ToString(CultureInfo.InvariantCulture),
        ["addresses"] = addresses,
        ["label"] = label,
        ["nonce"] = SignedCommands.Nonce(),
    };

    private static JsonObject Grant(
        Trader trader, string scopes, string addresses, PrivateKey signer, string label = "") =>
        SignedCommands.Of(Eip712Type.ApiKeyGrant, Command(trader, scopes, addresses, label), signer);

    private static JsonObject Revocation(Trader trader, string keyId) => new()
    {
        ["account"] = trader.Key.Address.ToString(),
        ["keyId"] = keyId,
        ["nonce"] = SignedCommands.Nonce(),
    };

    private Task<RestAnswer> CreateAsync(
        Trader trader, string scopes = "3", string addresses = "", string label = "") =>
        Rest.PostAsync(Path, Grant(trader, scopes, addresses, trader.Key, label));

    private Task<RestAnswer> RevokeAsync(Trader trader, string keyId, PrivateKey signer) => Rest.SendAsync(
        HttpMethod.Delete, Path, SignedCommands.Of(Eip712Type.ApiKeyRevoke, Revocation(trader, keyId), signer));
}
