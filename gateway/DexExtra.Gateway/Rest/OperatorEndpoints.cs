using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Commands of the operator about a market that lives: rules, state, auctions, index. Signed by the admin like
/// creations (SEC-03); since repeating one would have an effect, each carries a nonce that passes once.
/// </summary>
internal static class OperatorEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/admin/trading-rules", (HttpRequest request) => RulesAsync(services, request.HttpContext))
            .Describe(Changes("Replaces all trading rules of a market.").Taking<RulesRequest>());
        routes.MapPost("/v1/admin/market-state", (HttpRequest request) => StateAsync(services, request.HttpContext))
            .Describe(Changes("Sets the state of a market.").Taking<StateRequest>());
        routes.MapPost("/v1/admin/auctions", (HttpRequest request) => AuctionAsync(services, request.HttpContext))
            .Describe(Changes("Starts a call auction.").Taking<AuctionRequest>());
        routes.MapPost("/v1/admin/index-prices", (HttpRequest request) => IndexAsync(services, request.HttpContext))
            .Describe(Changes("Sets the index price of a market.").Taking<IndexRequest>());
    }

    private static Operation Changes(string summary) =>
        new Operation(Groups.Admin, summary, Refusals.Operator | Refusals.Engine | Refusals.Commands)
            .With<MarketChangedDto>();

    private static async Task<IResult> RulesAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<RulesRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Rules.Parse(out var wrongMember) is not var (command, nonce))
        {
            return Problem.Malformed($"rules.{wrongMember} is not of its type or out of its range");
        }

        var digest = OperatorHash.Digest(services.Domain, in command, nonce);
        return Refuse(services, digest, nonce, body.Signature, body.Domain)
            ?? await SendAsync(services, context, CommandType.SetTradingRules, command, command.MarketId);
    }

    private static async Task<IResult> StateAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<StateRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.State.Parse(out var wrongMember) is not var (command, nonce))
        {
            return Problem.Malformed($"state.{wrongMember} is not of its type or out of its range");
        }

        var digest = OperatorHash.Digest(services.Domain, in command, nonce);
        return Refuse(services, digest, nonce, body.Signature, body.Domain)
            ?? await SendAsync(services, context, CommandType.SetMarketState, command, command.MarketId);
    }

    private static async Task<IResult> AuctionAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<AuctionRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Auction.Parse(out var wrongMember) is not var (command, nonce))
        {
            return Problem.Malformed($"auction.{wrongMember} is not of its type or out of its range");
        }

        var digest = OperatorHash.Digest(services.Domain, in command, nonce);
        return Refuse(services, digest, nonce, body.Signature, body.Domain)
            ?? await SendAsync(services, context, CommandType.StartAuction, command, command.MarketId);
    }

    private static async Task<IResult> IndexAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<IndexRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Index.Parse(out var wrongMember) is not var (command, nonce))
        {
            return Problem.Malformed($"index.{wrongMember} is not of its type or out of its range");
        }

        var digest = OperatorHash.Digest(services.Domain, in command, nonce);
        return Refuse(services, digest, nonce, body.Signature, body.Domain)
            ?? await SendAsync(services, context, CommandType.SetIndexPrice, command, command.MarketId);
    }

    /// <summary>The nonce is spent last, so that nobody but the admin can spend one.</summary>
    private static IResult? Refuse(
        GatewayServices services, Hash32 digest, ulong nonce, string signature, DomainFields? signedFor)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        return AdminSignature.Check(services, digest, signature, signedFor)
            ?? (services.AdminNonces.TryUse(nonce) ? null : Problem.Of(
                RejectReason.NonceReused,
                "The nonce must be the Unix millisecond of signing, above all earlier ones; sign again."));
    }

    private static async Task<IResult> SendAsync<TBody>(
        GatewayServices services, HttpContext context, CommandType type, TBody body, uint marketId)
        where TBody : unmanaged
    {
        var (payload, refusal) = await services.Engine.SendAsync(type, body, context.RequestAborted);
        return payload is null ? Problem.Of(refusal) : Answer(services, payload, marketId);
    }

    /// <summary>The market as it stands now, which shows the effect.</summary>
    private static IResult Answer(GatewayServices services, byte[] payload, uint marketId)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            if (item.Type == EventType.CommandRejected)
            {
                return Problem.Of(item.Body<CommandRejected>().Reason, new Dictionary<string, object?>
                {
                    ["sequence"] = Dto.Text(frame.Header.Sequence),
                });
            }
        }

        return RestJson.Ok(new MarketChangedDto(
            MarketEndpoints.Market(services, services.Venue.MarketOf(marketId)),
            Dto.Text(frame.Header.Sequence)));
    }
}
