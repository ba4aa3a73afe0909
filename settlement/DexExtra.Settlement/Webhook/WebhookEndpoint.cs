using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace DexExtra.Settlement.Webhook;

/// <summary>
/// POST /webhooks/alchemy (S370): whoever signs right makes the process look at the chain at once. Nothing in the body
/// is believed: polling stays the truth, and a lost, repeated or late call changes nothing. 200 looked for, 401 not
/// signed, 413 longer than <see cref="SettlementLimits.MaxWebhookBytes"/>.
/// </summary>
internal static class WebhookEndpoint
{
    public const string Path = "/webhooks/alchemy";

    public static void Map(IEndpointRouteBuilder routes, WebhookSignature signature, Action hurry) =>
        routes.MapPost(Path, context => AnswerAsync(context, signature, hurry));

    private static async Task AnswerAsync(HttpContext context, WebhookSignature signature, Action hurry)
    {
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
        if (limit is { IsReadOnly: false })
        {
            limit.MaxRequestBodySize = SettlementLimits.MaxWebhookBytes;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException tooLong)
        {
            context.Response.StatusCode = tooLong.StatusCode;
            return;
        }

        var isGood = signature.IsOf(body.ToArray(), context.Request.Headers[WebhookSignature.Header]);
        context.Response.StatusCode = isGood ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
        if (isGood)
        {
            hurry();
        }
    }
}
