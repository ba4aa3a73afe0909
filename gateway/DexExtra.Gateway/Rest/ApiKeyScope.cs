using DexExtra.Gateway.Access;

namespace DexExtra.Gateway.Rest;

/// <summary>Which scope a request needs of a read-only key. Pure.</summary>
internal static class ApiKeyScope
{
    private static readonly string[] OfOrders = ["/v1/orders", "/v1/fills"];

    public static bool Covers(ApiKeyScopes scopes, HttpRequest request)
    {
        var needed = OfOrders.Any(path => request.Path.StartsWithSegments(path))
            ? ApiKeyScopes.Orders
            : ApiKeyScopes.Account;
        return HttpMethods.IsGet(request.Method) && (scopes & needed) == needed;
    }
}
