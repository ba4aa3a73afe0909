using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Which web pages may connect (NET-15): every origin with "*", else those of the list. Requests without an origin do
/// not come from a page and may always. Immutable; any thread.
/// </summary>
internal sealed class OriginPolicy(IReadOnlyCollection<string> allowed)
{
    public const string Any = "*";

    private readonly HashSet<string> _allowed = new(allowed, StringComparer.OrdinalIgnoreCase);

    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers[HeaderNames.Origin].ToString();
        return origin.Length == 0 || _allowed.Contains(Any) || _allowed.Contains(origin);
    }

    /// <summary>The headers by which a browser lets the page read the answer.</summary>
    public void Describe(HttpContext context)
    {
        var origin = context.Request.Headers[HeaderNames.Origin].ToString();
        if (origin.Length != 0)
        {
            context.Response.Headers[HeaderNames.AccessControlAllowOrigin] = _allowed.Contains(Any) ? Any : origin;
            context.Response.Headers[HeaderNames.Vary] = HeaderNames.Origin;
        }
    }
}
