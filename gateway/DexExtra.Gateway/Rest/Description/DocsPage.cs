using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Rest.Description;

/// <summary>
/// The OpenAPI document as one HTML page without script, font or picture from anywhere else. Every text of the document
/// is encoded. Pure.
/// </summary>
internal static class DocsPage
{
    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1f24}
        h2{margin-top:2.5rem;border-bottom:1px solid #d0d7de}
        details{border:1px solid #d0d7de;border-radius:6px;margin:.5rem 0;padding:.4rem .8rem}
        summary{cursor:pointer}code,pre{font:14px/1.4 ui-monospace,monospace}
        pre{background:#f6f8fa;padding:.6rem;overflow:auto}
        table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}
        .method{display:inline-block;min-width:4.5rem;font-weight:600}
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Render(JsonObject document)
    {
        var html = new StringBuilder();
        var title = Text(document["info"]!["title"]);
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
            .Append($"<title>{title}</title><style>{Style}</style></head><body><h1>{title}</h1>")
            .Append($"<p>{Text(document["info"]!["description"])}</p>")
            .Append("<p><a href=\"openapi.json\">openapi.json</a></p>");
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => (Path: path.Key, Method: method.Key,
                Operation: method.Value!.AsObject())))
            .ToLookup(item => (string)item.Operation["tags"]![0]!);
        foreach (var group in operations.OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            html.Append($"<h2>{WebUtility.HtmlEncode(group.Key)}</h2>");
            foreach (var (path, method, operation) in group)
            {
                Operation(html, path, method, operation);
            }
        }

        html.Append("<h2>Schemas</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            var id = WebUtility.HtmlEncode(name);
            html.Append($"<details id=\"{id}\"><summary><code>{id}</code></summary>").Append(Json(schema))
                .Append("</details>");
        }

        return html.Append("</body></html>").ToString();
    }

    private static void Operation(StringBuilder html, string path, string method, JsonObject operation)
    {
        html.Append($"<details id=\"{Text(operation["operationId"])}\"><summary><code><span class=\"method\">")
            .Append(WebUtility.HtmlEncode(method.ToUpperInvariant()))
            .Append($"</span> {WebUtility.HtmlEncode(path)}</code> {Text(operation["summary"])}</summary>");
        if (operation.ContainsKey("security"))
        {
            html.Append("<p>Needs <code>Authorization: Bearer</code>.</p>");
        }

        var parameters = operation["parameters"]!.AsArray();
        if (parameters.Count > 0)
        {
            html.Append("<table><tr><th>Parameter</th><th>in</th><th></th></tr>");
            foreach (var parameter in parameters)
            {
                html.Append($"<tr><td><code>{Text(parameter!["name"])}</code></td><td>{Text(parameter["in"])}</td>")
                    .Append($"<td>{Text(parameter["description"])}</td></tr>");
            }

            html.Append("</table>");
        }

        if (operation["requestBody"] is { } body)
        {
            html.Append($"<p>Body: {Schema(body["content"])}</p>");
        }

        html.Append("<table><tr><th>Status</th><th>Body</th><th></th></tr>");
        foreach (var (status, response) in operation["responses"]!.AsObject())
        {
            html.Append($"<tr><td>{WebUtility.HtmlEncode(status)}</td><td>{Schema(response!["content"])}</td>")
                .Append($"<td>{Text(response["description"])}</td></tr>");
        }

        html.Append("</table></details>");
    }

    /// <summary>Name of the schema as a link, or the media type of what has none.</summary>
    private static string Schema(JsonNode? content)
    {
        if (content?.AsObject().FirstOrDefault() is not { Value: { } media } entry)
        {
            return string.Empty;
        }

        var schema = media["schema"]!.AsObject();
        var reference = (schema["allOf"]?[0] ?? schema)["$ref"];
        var name = reference is null ? entry.Key : ((string)reference!).Split('/')[^1];
        var encoded = WebUtility.HtmlEncode(name);
        return reference is null ? encoded : $"<a href=\"#{encoded}\"><code>{encoded}</code></a>";
    }

    private static string Json(JsonNode? node) =>
        $"<pre>{WebUtility.HtmlEncode(node?.ToJsonString(Indented))}</pre>";

    private static string Text(JsonNode? node) => WebUtility.HtmlEncode((string?)node ?? string.Empty);
}
