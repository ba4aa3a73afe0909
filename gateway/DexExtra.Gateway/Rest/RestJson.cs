using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// JSON as REST speaks it: camelCase, strict input (no unknown or repeated members, bounded depth), no nulls hidden.
/// Numbers of 64 bits and more, money, prices and quantities are decimal strings; see <see
/// cref="IntegerTextConverter"/>
/// for input.
/// </summary>
internal static class RestJson
{
    private const int MaxDepth = 8;

    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = MaxDepth,
    };

    /// <summary>Reads a body, or says in one sentence what is wrong with it.</summary>
    public static async Task<(T? Body, IResult? Problem)> ReadAsync<T>(HttpRequest request)
        where T : class
    {
        try
        {
            var body = await JsonSerializer.DeserializeAsync<T>(
                request.Body, Options, request.HttpContext.RequestAborted);
            return body is null ? (null, Rest.Problem.Malformed("the body must be a JSON object")) : (body, null);
        }
        catch (JsonException error)
        {
            var place = $"{error.Path ?? "$"}, line {error.LineNumber}, byte {error.BytePositionInLine}";
            return (null, Rest.Problem.Malformed($"not the documented JSON at {place}"));
        }
        catch (Microsoft.AspNetCore.Http.BadHttpRequestException error) // too long, or ended early
        {
            return (null, Rest.Problem.Of(error.StatusCode, Codes.Of(RejectReason.Malformed), error.Message));
        }
    }

    public static IResult Ok<T>(T body, int status = StatusCodes.Status200OK) =>
        Results.Json(body, Options, null, status);

    /// <summary>Size of a page and the id that its rows are below; a problem when either is none.</summary>
    public static bool TryPage(
        HttpRequest request, out int limit, out long before, [NotNullWhen(false)] out IResult? problem)
    {
        before = long.MaxValue;
        if (!TryLimit(
            request, "limit", GatewayLimits.DefaultPageRows, GatewayLimits.MaxPageRows, out limit, out problem))
        {
            return false;
        }

        if (!request.Query.TryGetValue("before", out var text))
        {
            return true;
        }

        if (RequestValue.TryUnsigned(text, long.MaxValue, out var cursor))
        {
            before = (long)cursor;
            return true;
        }

        problem = Rest.Problem.Malformed("before is not a cursor");
        return false;
    }

    /// <summary>Page size from the query; a problem when it is not a number in range.</summary>
    public static bool TryLimit(
        HttpRequest request, string name, int standard, int maximum,
        out int value, [NotNullWhen(false)] out IResult? problem)
    {
        value = standard;
        problem = null;
        if (!request.Query.TryGetValue(name, out var text))
        {
            return true;
        }

        if (RequestValue.TryUnsigned(text, (ulong)maximum, out var parsed) && parsed > 0)
        {
            value = (int)parsed;
            return true;
        }

        problem = Rest.Problem.Malformed($"{name} must be 1 to {maximum}");
        return false;
    }
}
