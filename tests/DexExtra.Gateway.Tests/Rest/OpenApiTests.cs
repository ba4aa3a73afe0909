using System.Net;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using Microsoft.AspNetCore.Routing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>That the answers themselves keep to the description is checked with every request of every test.</summary>
public sealed class OpenApiTests(Venue venue)
{
    private const string Problems = "application/problem+json";

    // the feed speaks WebSocket: docs/protocol/feed.md
    private static readonly string[] NotRest = ["/v1/feed"];

    [Fact]
    public void Every_endpoint_is_described()
    {
        var mapped = venue.Gateway.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/v1/", StringComparison.Ordinal)
                && !NotRest.Contains(endpoint.RoutePattern.RawText))
            .ToArray();

        Assert.NotEmpty(mapped);
        Assert.All(mapped, endpoint => Assert.True(
            endpoint.Metadata.GetMetadata<Operation>() is { Answers.Count: > 0 }, endpoint.ToString()));
    }

    [Fact]
    public async Task The_codes_of_the_description_are_those_of_the_gateway()
    {
        var described = Operations((await ReadAsync()).Document)
            .SelectMany(operation => operation.Value!["responses"]!.AsObject())
            .Where(response => response.Value!["content"]?[Problems] is not null)
            .SelectMany(response => response.Value!["content"]![Problems]!["schema"]!["allOf"]![1]!["properties"]!["code"]![
                "enum"]!.AsArray().Select(code => (response.Key, (string)code!)))
            .Distinct();

        var answered = RejectCatalog.Orders.Select(pair => (Text(pair.Value.Status), Codes.Of(pair.Key)))
            .Concat(RejectCatalog.Cancels.Select(pair => (Text(pair.Value.Status), Codes.Of(pair.Key))))
            .Concat(RejectCatalog.Commands.Select(pair => (Text(pair.Value.Status), Codes.Of(pair.Key))))
            .Concat(RestCodes.Select(code => (Text(code.Status), code.Code)))
            .Distinct();
        Assert.Equal(answered.Order(), described.Order());
    }

    [Fact]
    public async Task Every_reference_and_every_name_of_the_description_stands_for_one_thing()
    {
        var document = (await ReadAsync()).Document;
        var names = Operations(document).Select(operation => (string)operation.Value!["operationId"]!).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal("3.1.0", (string)document["openapi"]!);

        var components = document["components"]!["schemas"]!.AsObject();
        var references = References(document).ToArray();
        Assert.All(references, reference => Assert.True(
            components.ContainsKey(reference.Split('/')[^1]), reference));
        Assert.All(components, component => Assert.True(
            references.Contains($"#/components/schemas/{component.Key}") || component.Key == "CommandRequest",
            component.Key));
    }

    [Fact]
    public async Task Words_are_listed()
    {
        var schemas = (await ReadAsync()).Document["components"]!["schemas"]!;
        var order = schemas["OrderDto"]!["properties"]!;
        Assert.Equal(["BUY", "SELL"], Words(order["side"]!));
        Assert.Equal(Enum.GetValues<OrderStatus>().Select(Codes.Of), Words(order["status"]!));
        Assert.Equal([.. Enum.GetValues<CancelReason>().Select(Codes.Of), null], Words(order["reason"]!));
    }

    private static IEnumerable<string?> Words(JsonNode schema) =>
        schema["enum"]!.AsArray().Select(word => (string?)word);

    [Fact]
    public async Task The_contract_refuses_what_is_not_described()
    {
        var contract = await ReadAsync();
        const string time = """{"timeNs":"1","engineTimeNs":"2","sequence":"3"}""";
        const string problem = """{"type":"t","title":"t","status":404,"detail":"d","code":"UNKNOWN_MARKET"}""";

        Assert.Null(await contract.FindAsync("GET", "/v1/time", HttpStatusCode.OK, "application/json", time));
        Assert.NotNull(await contract.FindAsync("GET", "/v1/time", HttpStatusCode.Created, "application/json", time));
        Assert.NotNull(await contract.FindAsync("GET", "/v1/time", HttpStatusCode.OK, "text/html", time));
        Assert.NotNull(await contract.FindAsync("GET", "/v1/secret", HttpStatusCode.OK, "application/json", time));
        foreach (var (right, wrong) in new[]
        {
            ("\"3\"}", "\"3\",\"more\":1}"), (",\"sequence\":\"3\"", ""), ("\"3\"", "3"), ("\"3\"", "null"),
        })
        {
            var body = time.Replace(right, wrong, StringComparison.Ordinal);
            Assert.NotNull(await contract.FindAsync("GET", "/v1/time", HttpStatusCode.OK, "application/json", body));
        }

        Assert.Null(await contract.FindAsync("GET", "/v1/markets/9", HttpStatusCode.NotFound, Problems, problem));
        Assert.NotNull(await contract.FindAsync(
            "GET", "/v1/markets/9", HttpStatusCode.NotFound, Problems,
            problem.Replace("UNKNOWN_MARKET", "UNKNOWN_ORDER", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_page_has_every_operation_and_needs_no_other_server()
    {
        using var response = await venue.Gateway.Rest.GetRawAsync("/v1/docs");
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        var document = (await ReadAsync()).Document;
        Assert.All(Operations(document), operation => Assert.Contains(
            $"<details id=\"{operation.Value!["operationId"]}\">", page, StringComparison.Ordinal));
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_written_page_names_every_path()
    {
        var written = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "published", "rest.md"));
        Assert.All((await ReadAsync()).Document["paths"]!.AsObject(), path => Assert.Contains(
            path.Key.Replace("/v1/admin/", "", StringComparison.Ordinal), written, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/v1/openapi.json")]
    [InlineData("/v1/docs")]
    [InlineData("/v1/typed-data")]
    [InlineData("/v1/assets")]
    [InlineData("/v1/markets")]
    public async Task What_seldom_changes_is_not_sent_twice(string path)
    {
        using var first = await venue.Gateway.Rest.GetRawAsync(path);
        var tag = first.Headers.ETag!.ToString();
        using var other = await venue.Gateway.Rest.GetRawAsync(path, "\"other\"");
        using var any = await venue.Gateway.Rest.GetRawAsync(path, "*");

        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        if (path != "/v1/markets") // which other tests change meanwhile
        {
            using var again = await venue.Gateway.Rest.GetRawAsync(path, $"\"other\", W/{tag}");
            Assert.Equal((HttpStatusCode.NotModified, tag), (again.StatusCode, again.Headers.ETag!.ToString()));
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }
    }

    private static (int Status, string Code)[] RestCodes =>
    [
        (404, Problem.NotFoundCode), (401, Problem.UnauthenticatedCode), (500, Problem.InternalCode),
        (408, Codes.Of(RejectReason.Malformed)), (413, Codes.Of(RejectReason.Malformed)),
        (403, Problem.AddressCode), (403, Problem.KeyScopeCode), (422, Problem.ContractWalletCode),
        (503, Codes.Of(RejectReason.EngineUnavailable)), (404, Codes.Of(RejectReason.UnknownMarket)),
    ];

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject());

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject item => item.SelectMany(member => member.Key == "$ref"
            ? [(string)member.Value!] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };

    private static string Text(int status) => status.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ApiContract> ReadAsync() => new(await venue.Gateway.Rest.GetTextAsync("/v1/openapi.json"));
}
