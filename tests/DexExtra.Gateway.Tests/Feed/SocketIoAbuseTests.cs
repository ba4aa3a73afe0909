using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Feed;

// NET-01, NET-03, NET-14, NET-15: each abuse of Engine.IO and Socket.IO has its documented answer
public sealed class SocketIoAbuseTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private FeedServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FeedServer.StartAsync(new GatewayLimits { MaxFeedClients = 4 }, ["https://trade.example"]);
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "?EIO=4&transport=smoke", 400, 0)]
    [InlineData("GET", "?EIO=4&transport=polling&sid=nobody", 400, 1)]
    [InlineData("POST", "?EIO=4&transport=polling&sid=nobody", 400, 1)]
    [InlineData("POST", "?EIO=4&transport=polling", 400, 2)]
    [InlineData("DELETE", "?EIO=4&transport=polling", 400, 2)]
    [InlineData("GET", "?EIO=4&transport=websocket", 400, 3)]
    [InlineData("GET", "?EIO=3&transport=polling", 400, 5)]
    [InlineData("GET", "?transport=polling", 400, 5)]
    public async Task A_wrong_request_has_its_numbered_error(string method, string query, int status, int code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/socket.io/" + query);
        using var answer = await _http.SendAsync(request, Token);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (int)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Token))!["code"]!);
    }

    // packets in one body, what is told, and whether the session lives on
    [Theory]
    [InlineData("40", "40{", true)]
    [InlineData("40{\"token\":\"00\"}", "44{\"message\":\"UNAUTHENTICATED\"}", true)]
    [InlineData("40/admin,", "44/admin,{\"message\":\"Invalid namespace\"}", true)]
    [InlineData("40\u001e42[\"ping\"]", "42[\"feed\",{\"type\":\"pong\"}]", true)]
    [InlineData("40\u001e4217[\"ping\"]", "4317[{\"type\":\"pong\"}]", true)]
    [InlineData("40\u001e42[\"buy\",{}]", "MALFORMED", true)]
    [InlineData("40\u001e42[1]", "MALFORMED", true)]
    [InlineData("40\u001e42[\"subscribe\",{\"op\":\"ping\"}]", "MALFORMED", true)]
    [InlineData("40\u001e42[\"subscribe\",{\"channel\":\"book\",\"marketId\":9}]", "UNKNOWN_MARKET", true)]
    [InlineData("40\u001e42[\"subscribe\",{\"channel\":\"user\"}]", "UNAUTHENTICATED", true)]
    [InlineData("40\u001e42[\"\\ud800\"]", "MALFORMED", true)]
    [InlineData("40\u001e40", "MALFORMED", false)]
    [InlineData("42[\"ping\"]", "MALFORMED", false)]
    [InlineData("40\u001e42/admin,[\"ping\"]", "MALFORMED", false)]
    [InlineData("40\u001e42[", "MALFORMED", false)]
    [InlineData("40\u001e42[[[[[[[[[1]]]]]]]]]", "MALFORMED", false)]
    [InlineData("40\u001e4299999999999999999999[\"ping\"]", "MALFORMED", false)]
    [InlineData("40\u001e451-[\"x\",{\"_placeholder\":true,\"num\":0}]", "MALFORMED", false)]
    [InlineData("bAAAA", "MALFORMED", false)]
    [InlineData("9", "MALFORMED", false)]
    [InlineData("\u001e\u001e", "MALFORMED", false)]
    [InlineData("41", "MALFORMED", false)]
    public async Task A_wrong_packet_is_told_so(string body, string told, bool livesOn)
    {
        var sid = await OpenAsync();

        var posted = await PostAsync(sid, body);
        var polled = await PollAsync(sid);

        Assert.Contains(told, polled.Body, StringComparison.Ordinal);
        Assert.Equal(livesOn ? HttpStatusCode.OK : HttpStatusCode.BadRequest, posted);
        Assert.Equal(livesOn ? HttpStatusCode.OK : HttpStatusCode.BadRequest, await PostAsync(sid, "40/x,"));
    }

    [Fact]
    public async Task Too_large_too_many_and_twice_at_once_end_the_session()
    {
        var large = await OpenAsync();
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(large, "42" + new string(' ', 4_096)));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, await PostAsync(await OpenAsync(), new string(' ', 20_000)));

        var flood = await OpenAsync();
        var status = HttpStatusCode.OK;
        for (var post = 0; post < 50 && status == HttpStatusCode.OK; post++)
        {
            status = await PostAsync(flood, string.Join('\u001e', Enumerable.Repeat("3", 20)));
        }

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("RATE_LIMITED", (await PollAsync(flood)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_polls_at_once_end_the_session()
    {
        var sid = await OpenAsync();
        var first = PollAsync(sid);
        while ((await PollAsync(sid)).Status != HttpStatusCode.BadRequest)
        {
        }

        await first;
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(sid, "40"));
    }

    [Fact]
    public async Task Connections_are_capped_and_pages_of_other_origins_refused()
    {
        for (var open = 0; open < 4; open++)
        {
            await OpenAsync();
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await OpenAsync("https://trade.example")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await OpenAsync("https://elsewhere.example")).Status);
    }

    [Fact]
    public async Task A_socket_that_probes_wrongly_leaves_the_poll_as_it_was()
    {
        var sid = await OpenAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{_server.Address.Authority}/socket.io/?EIO=4&transport=websocket&sid={sid}"), Token);
        await socket.SendAsync(Encoding.ASCII.GetBytes("2prove"), WebSocketMessageType.Text, true, Token);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ReceiveAsync(new byte[16], Token));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(sid, "40"));
        Assert.StartsWith("40{", (await PollAsync(sid)).Body, StringComparison.Ordinal);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<string> OpenAsync()
    {
        var body = await _http.GetStringAsync(new Uri("/socket.io/?EIO=4&transport=polling", UriKind.Relative), Token);
        return (string)JsonNode.Parse(body[1..])!["sid"]!;
    }

    private async Task<(HttpStatusCode Status, string? Allowed)> OpenAsync(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/?EIO=4&transport=polling");
        request.Headers.Add("Origin", origin);
        using var answer = await _http.SendAsync(request, Token);
        return (answer.StatusCode, null);
    }

    private async Task<HttpStatusCode> PostAsync(string sid, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "text/plain");
        using var answer = await _http.PostAsync(Path(sid), content, Token);
        return answer.StatusCode;
    }

    private async Task<(HttpStatusCode Status, string Body)> PollAsync(string sid)
    {
        using var answer = await _http.GetAsync(Path(sid), Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static Uri Path(string sid) => new($"/socket.io/?EIO=4&transport=polling&sid={sid}", UriKind.Relative);
}
