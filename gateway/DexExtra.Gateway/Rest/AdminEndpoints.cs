using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
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
        routes.MapPost("/v1/admin/assets", (HttpRequest request) => AssetAsync(services, request.HttpContext))
            .Describe(Creates("Lists an asset.").Taking<AssetRequest>()
                .With<AssetDto>(StatusCodes.Status201Created));
        routes.MapPost("/v1/admin/markets", (HttpRequest request) => MarketAsync(services, request.HttpContext))
            .Describe(Creates("Creates a market.").Taking<MarketRequest>()
                .With<MarketDto>(StatusCodes.Status201Created));
    }

    private static Operation Creates(string summary) =>
        new(Groups.Admin, summary, Refusals.Operator | Refusals.Engine | Refusals.Commands);

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

        var digest = AdminHash.Digest(services.Domain, in asset);
        var refusal = AdminSignature.Check(services, digest, body.Signature, body.Domain);
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

        var digest = AdminHash.Digest(services.Domain, in market);
        var refusal = AdminSignature.Check(services, digest, body.Signature, body.Domain);
        return refusal ?? await SendAsync(services, context, CommandType.CreateMarket, market);
    }

    private static async Task<IResult> SendAsync<TBody>(
        GatewayServices services, HttpContext context, CommandType type, TBody body)
        where TBody : unmanaged
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
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
                    return RestJson.Ok(
                        MarketEndpoints.Market(services, market!), StatusCodes.Status201Created);
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
