using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>POST of block trades (U3): two signed orders that trade with each other, or not at all.</summary>
internal static class BlockTradeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services) =>
        routes.MapPost("/v1/block-trades", (HttpRequest request) => PostAsync(services, request.HttpContext))
            .Describe(new Operation(
                Groups.Orders, "Two signed orders that trade with each other, or not at all.",
                Refusals.Engine | Refusals.Orders | Refusals.Commands)
                .Taking<BlockTradeRequest>().With<BlockTradeDto>(StatusCodes.Status201Created));

    private static async Task<IResult> PostAsync(GatewayServices services, HttpContext context)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, problem) = await RestJson.ReadAsync<BlockTradeRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        var block = default(BlockTrade);
        problem = Build(services, context, body!.Buy, "buy", ref block.Buy)
            ?? Build(services, context, body.Sell, "sell", ref block.Sell);
        if (problem is not null)
        {
            return problem;
        }

        var (payload, refusal) = await services.Engine.SendAsync(CommandType.BlockTrade, block, context.RequestAborted);
        return payload is null ? Problem.Of(refusal) : Answer(services, payload);
    }

    private static IResult? Build(
        GatewayServices services, HttpContext context, OrderRequest body, string member, ref NewOrder order)
    {
        var problem = OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out order.Signature)
            ?? OrderIntake.TryParse(body.Order, $"{member}.order", out order.Order)
            ?? OrderIntake.TryParseClientOrderId(
                body.ClientOrderId, $"{member}.clientOrderId", out order.ClientOrderId);
        if (problem is not null)
        {
            return problem;
        }

        order.Tag = body.Tag;
        var reason = services.Admission.Prepare(ref order);
        reason = reason == RejectReason.None ? services.Admission.Verify(ref order) : reason;
        return OrderIntake.Refusal(services, reason, in order)
            ?? OrderIntake.Limit(services, context, order.Order.Account.Owner, orders: 1);
    }

    /// <summary>The match, or the code of each order that was refused beside the command's own.</summary>
    private static IResult Answer(GatewayServices services, byte[] payload)
    {
        var refused = new List<RefusedOrderDto>();
        var code = default(CommandRejectReason?);
        var match = default(BlockMatchDto);
        foreach (var item in new EventFrame(payload))
        {
            switch (item.Type)
            {
                case EventType.OrderRejected:
                    ref readonly var rejected = ref item.Body<OrderRejected>();
                    refused.Add(Refused(rejected.Request.ClientOrderId, rejected.Reason));
                    break;
                case EventType.OrderStatusReported:
                    ref readonly var repeated = ref item.Body<OrderStatusReported>();
                    refused.Add(Refused(repeated.ClientOrderId, RejectReason.DuplicateClientId));
                    break;
                case EventType.CommandRejected:
                    code = item.Body<CommandRejected>().Reason;
                    break;
                case EventType.Traded:
                    match = Match(services, in item.Body<Traded>());
                    break;
                default:
                    break;
            }
        }

        var sequence = TypedCommands.SequenceOf(payload);
        return code is { } reason
            ? Problem.Of(reason, new Dictionary<string, object?> { ["orders"] = refused, ["sequence"] = sequence })
            : RestJson.Ok(new BlockTradeDto(match, sequence), StatusCodes.Status201Created);
    }

    private static RefusedOrderDto Refused(ulong clientOrderId, RejectReason reason) =>
        new(Dto.Text(clientOrderId), Codes.Of(reason));

    private static BlockMatchDto Match(GatewayServices services, in Traded trade)
    {
        var info = services.Venue.MarketOf(trade.MarketId).Info;
        return new BlockMatchDto(
            Dto.Text(trade.MatchId),
            trade.MarketId,
            info.Price(trade.PriceTicks),
            info.Quantity(trade.QuantityLots),
            Dto.Text(trade.Buy.OrderId),
            Dto.Text(trade.Sell.OrderId));
    }
}
