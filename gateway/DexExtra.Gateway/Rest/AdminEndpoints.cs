using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Administrative commands, each authorised by an EIP-712 signature of the configured admin address and logged like any
/// order (SEC-03). Replaying one is harmless: what exists is answered 409.
/// </summary>
internal static class AdminEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/admin/assets", (HttpRequest request) => AssetAsync(services, request.HttpContext));
        routes.MapPost("/v1/admin/markets", (HttpRequest request) => MarketAsync(services, request.HttpContext));
    }

    private static async Task<IResult> AssetAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<AssetRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Asset.Parse(out var wrongMember) is not { } asset)
        {
            return Problem.Malformed($"asset.{wrongMember} is not of its type or out of its range");
        }

        var refusal = Authorise(services, AdminHash.Digest(services.Domain, in asset), body.Signature, body.Domain);
        return refusal ?? await SendAsync(services, context, CommandType.ListAsset, asset);
    }

    private static async Task<IResult> MarketAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<MarketRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Market.Parse(out var wrongMember) is not { } market)
        {
            return Problem.Malformed($"market.{wrongMember} is not of its type or out of its range");
        }

        var refusal = Authorise(services, AdminHash.Digest(services.Domain, in market), body.Signature, body.Domain);
        return refusal ?? await SendAsync(services, context, CommandType.CreateMarket, market);
    }

    private static IResult? Authorise(
        GatewayServices services, Hash32 digest, string signature, DomainFields? signedFor)
    {
        if (signedFor is not null && !signedFor.Matches(services.Domain))
        {
            return Problem.Of(RejectReason.WrongDomain);
        }

        if (!RequestValue.TryBytes(signature, Signature.EncodedBytes, out var bytes))
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        // a good signature by anybody else is not a mistake of form but a missing right
        return SignatureVerifier.Verify(in digest, services.Admin, bytes) switch
        {
            RejectReason.None => null,
            RejectReason.WrongSigner => Problem.Of(RejectReason.NotAuthorised, "The signer is not the venue's admin."),
            var reason => Problem.Of(reason),
        };
    }

    private static async Task<IResult> SendAsync<TBody>(
        GatewayServices services, HttpContext context, CommandType type, TBody body)
        where TBody : unmanaged
    {
        if (!services.Follower.IsCaughtUp)
        {
            return Problem.Of(
                StatusCodes.Status503ServiceUnavailable,
                Codes.Of(RejectReason.EngineUnavailable),
                "The gateway is still reading the event log; nothing was accepted.");
        }

        var (frame, refusal) = await services.Engine.SendAsync(type, body, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : Answer(services, frame);
    }

    private static IResult Answer(GatewayServices services, byte[] payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            switch (item.Type)
            {
                case EventType.AssetListed:
                    services.Venue.TryGetAsset(item.Body<ListAsset>().AssetId, out var asset);
                    return RestJson.Ok(Dto.Asset(asset!), StatusCodes.Status201Created);
                case EventType.MarketCreated:
                    services.Venue.TryGetMarket(item.Body<MarketCreated>().Request.MarketId, out var market);
                    return RestJson.Ok(Dto.Market(market!.Info), StatusCodes.Status201Created);
                case EventType.CommandRejected:
                    return Problem.Of(item.Body<CommandRejected>().Reason, new Dictionary<string, object?>
                    {
                        ["sequence"] = Dto.Text(frame.Header.Sequence),
                    });
                default:
                    continue;
            }
        }

        throw new InvalidDataException($"sequence {frame.Header.Sequence} answers no administrative command");
    }
}
