using System.Net;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Behind a proxy on this machine every connection comes from loopback: the client's address is then the last one of
/// X-Forwarded-For, which the proxy itself wrote; what stands before it the client may have made up. Stateless.
/// </summary>
internal static class ForwardedClient
{
    public const string Header = "X-Forwarded-For";

    public static Task TakeAsync(HttpContext context, RequestDelegate next)
    {
        var last = context.Request.Headers[Header].ToString().Split(',')[^1].Trim();
        if (context.Connection.RemoteIpAddress is { } peer && IPAddress.IsLoopback(peer)
            && IPAddress.TryParse(last, out var client))
        {
            context.Connection.RemoteIpAddress = client;
        }

        return next(context);
    }
}
