using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// RFC 9457 answers: application/problem+json with the stable <c>code</c>. The only way errors leave the REST side.
/// </summary>
internal static class Problem
{
    public const string NotFoundCode = "NOT_FOUND";
    public const string UnauthenticatedCode = "UNAUTHENTICATED";
    public const string InternalCode = "INTERNAL";
    public const string ForbiddenCode = "FORBIDDEN";
    public const string AddressCode = "ADDRESS_NOT_ALLOWED";
    public const string KeyScopeCode = "API_KEY_SCOPE";
    public const string ContractWalletCode = "CONTRACT_WALLET";

    private const long NsPerSecond = 1_000_000_000;

    public static IResult Of(
        RejectReason reason, string? detail = null, IDictionary<string, object?>? extensions = null)
    {
        var entry = RejectCatalog.Orders[reason];
        return Of(entry.Status, Codes.Of(reason), detail ?? entry.Detail, extensions);
    }

    public static IResult Of(CancelRejectReason reason, IDictionary<string, object?>? extensions = null)
    {
        var entry = RejectCatalog.Cancels[reason];
        return Of(entry.Status, Codes.Of(reason), entry.Detail, extensions);
    }

    public static IResult Of(CommandRejectReason reason, IDictionary<string, object?>? extensions = null)
    {
        var entry = RejectCatalog.Commands[reason];
        return Of(entry.Status, Codes.Of(reason), entry.Detail, extensions);
    }

    public static IResult Malformed(string detail) => Of(RejectReason.Malformed, detail);

    public static IResult NotFound(string detail) => Of(StatusCodes.Status404NotFound, NotFoundCode, detail);

    public static IResult Forbidden(string detail) => Of(StatusCodes.Status403Forbidden, ForbiddenCode, detail);

    /// <summary>S272: the owner, or the key, allows other addresses only.</summary>
    public static IResult AddressNotAllowed() => Of(
        StatusCodes.Status403Forbidden, AddressCode, "Requests from this address are not allowed by the owner.");

    public static IResult OutsideKey() => Of(
        StatusCodes.Status403Forbidden, KeyScopeCode, "The key reads only, and only what its scopes name.");

    public static IResult Unauthenticated() => Of(
        StatusCodes.Status401Unauthorized,
        UnauthenticatedCode,
        "Send Authorization: Bearer with a token from POST /v1/sessions.");

    /// <summary>429 with Retry-After in whole seconds and retryAfterMs in the body (C11).</summary>
    public static IResult RateLimited(HttpContext context, long retryAfterNs)
    {
        var seconds = (retryAfterNs + NsPerSecond - 1) / NsPerSecond;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Of(RejectReason.RateLimited, null, new Dictionary<string, object?>
        {
            ["retryAfterMs"] = (retryAfterNs + 999_999) / 1_000_000,
        });
    }

    public static IResult Of(int status, string code, string detail, IDictionary<string, object?>? extensions = null)
    {
        var body = new Dictionary<string, object?>
        {
            ["type"] = $"urn:dexextra:problem:{code}",
            ["title"] = code,
            ["status"] = status,
            ["detail"] = detail,
            ["code"] = code,
        };
        foreach (var (name, value) in extensions ?? new Dictionary<string, object?>())
        {
            body[name] = value;
        }

        return Results.Json(body, RestJson.Options, "application/problem+json", status);
    }
}
