using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Answers that change seldom: with an ETag that is the hash of their bytes, and 304 without a body for who names it
/// (RFC 9110 §13.1.2). Nothing is kept, so nothing can be stale. Any thread.
/// </summary>
internal static class CachedAnswer
{
    private const int TagBytes = 16;
    private const string Anything = "*";

    public static IResult Json<T>(HttpRequest request, T body) =>
        Bytes(request, JsonSerializer.SerializeToUtf8Bytes(body, RestJson.Options), "application/json; charset=utf-8");

    public static IResult Text(HttpRequest request, string text, string contentType) =>
        Bytes(request, Encoding.UTF8.GetBytes(text), contentType);

    private static IResult Bytes(HttpRequest request, byte[] body, string contentType)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, TagBytes))}\"";
        var headers = request.HttpContext.Response.Headers;
        headers.ETag = tag;
        headers.CacheControl = "no-cache"; // may be kept, must be asked for again
        return Names(request, tag)
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, contentType);
    }

    private static bool Names(HttpRequest request, string tag) =>
        request.Headers[HeaderNames.IfNoneMatch]
            .SelectMany(line => (line ?? string.Empty).Split(','))
            .Select(name => name.Trim())
            .Any(name => name is Anything || name == tag || name == "W/" + tag);
}
