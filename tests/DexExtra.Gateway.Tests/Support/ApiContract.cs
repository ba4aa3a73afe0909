using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NJsonSchema;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>
/// The served OpenAPI document as a contract: which statuses, media types and bodies an operation may answer. Every
/// answer that a test gets over REST is held against it.
/// </summary>
internal sealed partial class ApiContract
{
    private static ApiContract? _served;

    private readonly JsonObject _document;
    private readonly List<(Regex Path, string Template)> _paths;
    private readonly ConcurrentDictionary<(string Operation, string Status), JsonSchema> _schemas = new();

    public ApiContract(string text)
    {
        _document = JsonNode.Parse(text)!.AsObject();
        _paths = [.. _document["paths"]!.AsObject()
            .Select(path => path.Key)
            .OrderBy(path => path.Count(character => character == '{'))
            .Select(path => (new Regex($"^{Variable().Replace(path, "[^/]+")}$"), path))];
    }

    public JsonObject Document => _document;

    public static void Use(string text) => _served = new ApiContract(text);

    public static async Task CheckAsync(HttpResponseMessage response)
    {
        if (_served is { } contract)
        {
            var request = response.RequestMessage!;
            var finding = await contract.FindAsync(
                request.Method.Method, request.RequestUri!.AbsolutePath, response.StatusCode,
                response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
            Assert.True(finding is null, finding);
        }
    }

    /// <summary>What the answer says that the description does not allow; null when it allows it.</summary>
    public async Task<string?> FindAsync(
        string method, string path, HttpStatusCode status, string? mediaType, string body)
    {
        var template = _paths.FirstOrDefault(item => item.Path.IsMatch(path)).Template;
        var operation = template is null ? null : _document["paths"]![template]![method.ToLowerInvariant()];
        var where = $"{method} {path} {(int)status}";
        if (operation is null)
        {
            return status == HttpStatusCode.NotFound || !path.StartsWith("/v1/", StringComparison.Ordinal)
                || path == "/v1/feed" ? null : $"{where}: not described";
        }

        var number = ((int)status).ToString(CultureInfo.InvariantCulture);
        if (operation["responses"]![number] is not { } response)
        {
            return $"{where}: status not described; {body}";
        }

        if (response["content"]?[mediaType ?? ""]?["schema"] is not { } schema)
        {
            return body.Length == 0 ? null : $"{where}: media type {mediaType} not described";
        }

        if (!_schemas.TryGetValue((template + method, number), out var compiled))
        {
            compiled = await CompileAsync(schema);
            _schemas.TryAdd((template + method, number), compiled);
        }

        var errors = compiled.Validate(body);
        return errors.Count == 0 ? null : $"{where}: {string.Join("; ", errors)}; {body}";
    }

    /// <summary>OpenAPI's components under the name by which plain JSON schema knows them.</summary>
    private Task<JsonSchema> CompileAsync(JsonNode schema)
    {
        var whole = new JsonObject
        {
            ["allOf"] = new JsonArray(schema.DeepClone()),
            ["definitions"] = _document["components"]!["schemas"]!.DeepClone(),
        };
        return JsonSchema.FromJsonAsync(
            whole.ToJsonString().Replace("#/components/schemas/", "#/definitions/", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Variable();
}
