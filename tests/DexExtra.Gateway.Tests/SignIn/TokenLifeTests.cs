using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace DexExtra.Gateway.Tests.SignIn;

/// <summary>How tokens end, are renewed, and outlive a restart and a change of keys.</summary>
public sealed class TokenLifeTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task A_refresh_token_is_good_once_and_a_second_use_ends_the_session()
    {
        var first = await SiweTexts.SignInAsync(Rest, new Trader());
        var second = await SiweTexts.RefreshAsync(Rest, first.Text("refreshToken"));
        Assert.Equal(200, second.Status);
        Assert.Equal(200, await StatusAsync(Rest, second));
        Assert.Equal(first.Text("refreshExpiresAt"), second.Text("refreshExpiresAt"));

        (await SiweTexts.RefreshAsync(Rest, first.Text("refreshToken"))).Refused(401, "UNAUTHENTICATED");

        (await SiweTexts.RefreshAsync(Rest, second.Text("refreshToken"))).Refused(401, "UNAUTHENTICATED");
        Assert.Equal((401, 401), (await StatusAsync(Rest, first), await StatusAsync(Rest, second)));
    }

    [Fact]
    public async Task Who_only_guesses_ends_nothing()
    {
        var answer = await SiweTexts.SignInAsync(Rest, new Trader());
        var token = answer.Text("refreshToken");

        foreach (var guess in new[] { token[..^1] + (token[^1] == '0' ? '1' : '0'), token.Split('.')[0], "", "." })
        {
            (await SiweTexts.RefreshAsync(Rest, guess)).Refused(401, "UNAUTHENTICATED");
        }

        Assert.Equal(200, (await SiweTexts.RefreshAsync(Rest, token)).Status);
    }

    [Fact]
    public async Task Who_asks_too_often_waits_and_others_do_not()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        for (var number = 0; number < GatewayLimits.SignInBurst; number++)
        {
            (await SiweTexts.RefreshAsync(gateway.Rest, "x")).Refused(401, "UNAUTHENTICATED");
        }

        (await SiweTexts.RefreshAsync(gateway.Rest, "x")).Refused(429, "RATE_LIMITED");
        (await SiweTexts.SignInAsync(gateway.Rest, new Trader())).Refused(429, "RATE_LIMITED");
        var other = await gateway.Rest.SendFromAsync(
            "203.0.113.9", HttpMethod.Post, "/v1/auth/refresh", null, new JsonObject { ["refreshToken"] = "x" });
        other.Refused(401, "UNAUTHENTICATED");
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await SiweTexts.SignInAsync(gateway.Rest, new Trader())).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_or_all_of_them()
    {
        var trader = new Trader();
        var (one, two, three) = (await SiweTexts.SignInAsync(Rest, trader), await SiweTexts.SignInAsync(Rest, trader),
            await SiweTexts.SignInAsync(Rest, trader));
        var other = await SiweTexts.SignInAsync(Rest, new Trader());

        Assert.Equal(1, (int)(await SignOutAsync(one, everySession: false)).Json["endedSessions"]!);
        Assert.Equal((401, 200), (await StatusAsync(Rest, one), await StatusAsync(Rest, two)));
        (await SiweTexts.RefreshAsync(Rest, one.Text("refreshToken"))).Refused(401, "UNAUTHENTICATED");
        (await SignOutAsync(one, everySession: false)).Refused(401, "UNAUTHENTICATED");

        Assert.Equal(2, (int)(await SignOutAsync(two, everySession: true)).Json["endedSessions"]!);
        Assert.Equal((401, 401), (await StatusAsync(Rest, two), await StatusAsync(Rest, three)));
        Assert.Equal(200, await StatusAsync(Rest, other));
        var venueToken = await Rest.TokenAsync(trader);
        (await Rest.SendAsync(HttpMethod.Post, venueToken, "/v1/auth/sign-out", new JsonObject()))
            .Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Tokens_end_in_time()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var first = await SiweTexts.SignInAsync(gateway.Rest, new Trader());
        time.Advance(TimeSpan.FromSeconds(599));
        Assert.Equal(200, await StatusAsync(gateway.Rest, first));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(401, await StatusAsync(gateway.Rest, first));
        var second = await SiweTexts.RefreshAsync(gateway.Rest, first.Text("refreshToken"));
        Assert.Equal(200, await StatusAsync(gateway.Rest, second));

        time.Advance(TimeSpan.FromDays(7));
        (await SiweTexts.RefreshAsync(gateway.Rest, second.Text("refreshToken"))).Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Sessions_outlive_a_restart_and_ended_ones_stay_ended()
    {
        const uint source = 71;
        RestAnswer live, ended, used;
        await using (var gateway = await venue.StartGatewayAsync(sourceId: source))
        {
            (live, ended) = (await SiweTexts.SignInAsync(gateway.Rest, new Trader()),
                await SiweTexts.SignInAsync(gateway.Rest, new Trader()));
            await gateway.Rest.SendAsync(
                HttpMethod.Post, ended.Text("accessToken"), "/v1/auth/sign-out", new JsonObject());
            used = live;
            live = await SiweTexts.RefreshAsync(gateway.Rest, live.Text("refreshToken"));
        }

        await using (var gateway = await venue.StartGatewayAsync(sourceId: source))
        {
            Assert.Equal((200, 401), (await StatusAsync(gateway.Rest, live), await StatusAsync(gateway.Rest, ended)));
            live = await SiweTexts.RefreshAsync(gateway.Rest, live.Text("refreshToken"));
            Assert.Equal(200, live.Status);
        }

        await using (var gateway = await venue.StartGatewayAsync(sourceId: source))
        {
            (await SiweTexts.RefreshAsync(gateway.Rest, used.Text("refreshToken"))).Refused(401, "UNAUTHENTICATED");
            Assert.Equal(401, await StatusAsync(gateway.Rest, live));
        }
    }

    [Fact]
    public async Task A_new_key_takes_over_and_the_old_one_is_good_while_it_is_in_the_file()
    {
        var file = venue.TokenKeyFile + ".rotated";
        var (old, young) = (TokenKeyFiles.NewKey(), TokenKeyFiles.NewKey());
        TokenKeyFiles.Write(file, old);
        await using var gateway = await venue.StartGatewayAsync(
            change: section => section with { SignIn = section.SignIn! with { KeyFile = file } });
        var before = await SiweTexts.SignInAsync(gateway.Rest, new Trader());

        TokenKeyFiles.Write(file, young, old);
        await KeysAsync(gateway, 2);
        var after = await SiweTexts.SignInAsync(gateway.Rest, new Trader());
        Assert.NotEqual(KeyOf(before), KeyOf(after));
        Assert.Equal((200, 200), (await StatusAsync(gateway.Rest, before), await StatusAsync(gateway.Rest, after)));

        await File.WriteAllTextAsync(file, "no key at all", TestContext.Current.CancellationToken);
        TokenKeyFiles.Write(file, young);
        await KeysAsync(gateway, 1);
        Assert.Equal((401, 200), (await StatusAsync(gateway.Rest, before), await StatusAsync(gateway.Rest, after)));
    }

    [Theory]
    [InlineData("missing", "Could not find")]
    [InlineData("empty", "no private key")]
    [InlineData("curve", "P-256")]
    [InlineData("open", "chmod 600")]
    public async Task A_key_file_of_no_use_stops_the_start(string kind, string message)
    {
        var file = $"{venue.TokenKeyFile}.{kind}";
        if (kind != "missing")
        {
            TokenKeyFiles.Write(file, kind == "empty" ? "" : TokenKeyFiles.NewKey(kind == "curve" ? "nistP384" : "nistP256"));
        }

        if (kind == "open")
        {
            TokenKeyFiles.SetMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        }

        var error = await Assert.ThrowsAsync<FatalException>(() => venue.StartGatewayAsync(
            change: section => section with { SignIn = section.SignIn! with { KeyFile = file } }));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static string KeyOf(RestAnswer answer) =>
        (string)JsonNode.Parse(Base64UrlEncoder.Decode(answer.Text("accessToken").Split('.')[0]))!["kid"]!;

    private static async Task KeysAsync(RunningGateway gateway, int count)
    {
        while ((await gateway.Rest.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray().Count != count)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<int> StatusAsync(RestClient rest, RestAnswer answer) =>
        (await rest.SendAsync(HttpMethod.Get, answer.Text("accessToken"), "/v1/account")).Status;

    private Task<RestAnswer> SignOutAsync(RestAnswer answer, bool everySession) => Rest.SendAsync(
        HttpMethod.Post, answer.Text("accessToken"), "/v1/auth/sign-out",
        new JsonObject { ["everySession"] = everySession });
}
