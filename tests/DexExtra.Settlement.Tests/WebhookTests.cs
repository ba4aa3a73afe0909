using System.Net;
using System.Text;
using DexExtra.Hosting;
using DexExtra.Settlement.Tests.Support;
using DexExtra.Settlement.Webhook;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Settlement.Tests;

/// <summary>S370: only a signed call makes the process look at the chain, whatever it says.</summary>
public sealed class WebhookTests
{
    private const string Key = "Jefe";
    private const string Body = "what do ya want for nothing?";

    /// <summary>RFC 4231, test case 2.</summary>
    private const string Signature = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

    [Theory]
    [InlineData(Body, Signature, HttpStatusCode.OK)]
    [InlineData(Body + "?", Signature, HttpStatusCode.Unauthorized)]
    [InlineData(Body, "6bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", HttpStatusCode.Unauthorized)]
    [InlineData(Body, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec38", HttpStatusCode.Unauthorized)]
    [InlineData(Body, Signature + "00", HttpStatusCode.Unauthorized)]
    [InlineData(Body, "zz", HttpStatusCode.Unauthorized)]
    [InlineData(Body, null, HttpStatusCode.Unauthorized)]
    public async Task Who_signs_right_is_heard(string body, string? signature, HttpStatusCode expected)
    {
        var (status, hurried) = await PostAsync(Encoding.ASCII.GetBytes(body), signature);
        Assert.Equal((expected, expected == HttpStatusCode.OK), (status, hurried));
    }

    [Fact]
    public async Task A_body_without_end_is_refused()
    {
        var (status, hurried) = await PostAsync(new byte[SettlementLimits.MaxWebhookBytes + 1], Signature);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, false), (status, hurried));
    }

    private static async Task<(HttpStatusCode Status, bool IsHurried)> PostAsync(byte[] body, string? signature)
    {
        var (port, hurried) = (AnvilNode.FreePort(), false);
        var known = new WebhookSignature(Encoding.ASCII.GetBytes(Key));
        await using var server = await HealthServer.StartAsync(
            port, NullLoggerFactory.Instance, static () => new HealthReport(true, new Dictionary<string, object?>()),
            routes => WebhookEndpoint.Map(routes, known, () => hurried = true));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}{WebhookEndpoint.Path}")
        {
            Content = new ByteArrayContent(body),
        };
        if (signature is not null)
        {
            request.Headers.Add(WebhookSignature.Header, signature);
        }

        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (answer.StatusCode, hurried);
    }
}
