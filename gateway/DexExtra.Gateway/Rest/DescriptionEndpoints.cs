using System.Text.Json.Nodes;
using DexExtra.Gateway.Rest.Description;

namespace DexExtra.Gateway.Rest;

/// <summary>The description of this API: OpenAPI 3.1, and the same as a page that needs no other server.</summary>
internal static class DescriptionEndpoints
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        // made with the first request, when every endpoint is mapped
        var document = new Lazy<JsonObject>(
            () => OpenApiDocument.Build(routes.DataSources.SelectMany(source => source.Endpoints)));
        var text = new Lazy<string>(() => document.Value.ToJsonString());
        var page = new Lazy<string>(() => DocsPage.Render(document.Value));
        routes.MapGet("/v1/openapi.json", (HttpRequest request) => CachedAnswer.Text(
            request, text.Value, "application/json; charset=utf-8"))
            .Describe(new Operation(Groups.Description, "This description, OpenAPI 3.1.", Refusals.None)
                .With<JsonObject>().Cached());
        routes.MapGet("/v1/docs", (HttpRequest request) =>
        {
            request.HttpContext.Response.Headers.ContentSecurityPolicy = Policy;
            return CachedAnswer.Text(request, page.Value, "text/html; charset=utf-8");
        }).Describe(new Operation(Groups.Description, "This description as a page.", Refusals.None)
            .With<string>().As(Operation.Html).Cached());
    }
}
