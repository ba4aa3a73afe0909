using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Changes of open orders (C1–C4): PATCH inside what was signed, with a session; PUT of a newly signed version, whose
/// signature is the authority. A refused change leaves the order and its place as they were.
/// </summary>
internal static class AmendEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPatch("/v1/orders/{orderId}", (string orderId, HttpRequest request) =>
            OrderName.ById(orderId, name => AmendAsync(services, request.HttpContext, name))).Describe(Amend);
        routes.MapPatch("/v1/orders/by-client-id/{clientOrderId}", (string clientOrderId, HttpRequest request) =>
            OrderName.ByClientId(clientOrderId, name => AmendAsync(services, request.HttpContext, name)))
            .Describe(Amend);
        routes.MapPut("/v1/orders/{orderId}", (string orderId, HttpRequest request) =>
            OrderName.ById(orderId, name => ReplaceAsync(services, request.HttpContext, name))).Describe(Replace);
        routes.MapPut("/v1/orders/by-client-id/{clientOrderId}", (string clientOrderId, HttpRequest request) =>
            OrderName.ByClientId(clientOrderId, name => ReplaceAsync(services, request.HttpContext, name)))
            .Describe(Replace);
    }

    private static Operation Amend { get; } = new Operation(
        Groups.Orders, "Changes an order inside what was signed.",
        Refusals.Token | Refusals.Engine | Refusals.Orders)
        .Taking<AmendRequest>().With<AmendedOrderDto>().Asking(QueryMember.Subaccount);

    private static Operation Replace { get; } = new Operation(
        Groups.Orders, "The next version of an order, newly signed.", Refusals.Engine | Refusals.Orders)
        .Taking<ReplaceRequest>().With<AmendedOrderDto>();

    private static async Task<IResult> AmendAsync(GatewayServices services, HttpContext context, OrderName name)
    {
        var (body, problem) = await RestJson.ReadAsync<AmendRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Parse(out var wrongMember) is not { } amend)
        {
            return Problem.Malformed($"{wrongMember} is not of its type or out of its range");
        }

        problem = OwnerRequests.Authorise(services, context, isCancel: false, out amend.Account, out amend.GrantId);
        if (problem is not null)
        {
            return problem;
        }

        (amend.OrderId, amend.OrigClientOrderId) = (name.OrderId, name.ClientOrderId);
        var (frame, refusal) = await services.Engine.SendAsync(CommandType.AmendOrder, amend, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : Answer(services, in amend.Account, name, frame);
    }

    private static async Task<IResult> ReplaceAsync(GatewayServices services, HttpContext context, OrderName name)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, problem) = await RestJson.ReadAsync<ReplaceRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        problem = Build(services, body!, out var replace)
            ?? OrderIntake.Limit(services, context, replace.Order.Order.Account.Owner, orders: 1);
        if (problem is not null)
        {
            return problem;
        }

        (replace.OrderId, replace.OrigClientOrderId) = (name.OrderId, name.ClientOrderId);
        var (frame, refusal) = await services.Engine.SendAsync(
            CommandType.ReplaceOrder, replace, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : Answer(services, in replace.Order.Order.Account, name, frame);
    }

    private static IResult? Build(GatewayServices services, ReplaceRequest body, out ReplaceOrder replace)
    {
        replace = default;
        ref var command = ref replace.Order;
        var problem = OrderIntake.TryParse(body.Order, "order", out command.Order)
            ?? OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out command.Signature);
        if (problem is not null)
        {
            return problem;
        }

        var reason = services.Admission.PrepareReplacement(ref command);
        reason = reason == RejectReason.None ? services.Admission.Verify(ref command) : reason;
        return OrderIntake.Refusal(services, reason, in command);
    }

    private static IResult Answer(GatewayServices services, in AccountId account, OrderName name, byte[] payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            switch (item.Type)
            {
                case EventType.AmendRejected:
                    return Problem.Of(item.Body<AmendRejected>().Reason, null, new Dictionary<string, object?>
                    {
                        ["sequence"] = Dto.Text(frame.Header.Sequence),
                    });
                case EventType.OrderAmended when IsOurs(item.Body<OrderAmended>(), in account, name):
                    ref readonly var amended = ref item.Body<OrderAmended>();
                    return Changed(
                        services, in account, amended.OrderId, amended.KeepsPriority != 0, frame.Header.Sequence);
                case EventType.OrderCancelled when IsOurs(item.Body<OrderCancelled>(), in account, name):
                    return Changed(
                        services, in account, item.Body<OrderCancelled>().OrderId, false, frame.Header.Sequence);
                case EventType.OrderStatusReported:
                    return Changed(
                        services, in account, item.Body<OrderStatusReported>().OrderId, true, frame.Header.Sequence);
                default:
                    continue;
            }
        }

        throw new InvalidDataException($"sequence {frame.Header.Sequence} answers no amendment");
    }

    private static bool IsOurs(in OrderAmended amended, in AccountId account, OrderName name) =>
        amended.Account == account && name.Matches(amended.OrderId, amended.ClientOrderId);

    private static bool IsOurs(in OrderCancelled cancelled, in AccountId account, OrderName name) =>
        cancelled.Reason == CancelReason.AmendedBelowFilled
        && cancelled.Account == account && name.Matches(cancelled.OrderId, cancelled.ClientOrderId);

    /// <summary>The order as it stands now, which may be later than the frame.</summary>
    private static IResult Changed(
        GatewayServices services, in AccountId account, long orderId, bool keepsPriority, long sequence)
    {
        lock (services.Venue.Gate)
        {
            var order = services.Venue.Account(in account)?.Order(orderId);
            return RestJson.Ok(new AmendedOrderDto(
                Dto.Text(orderId),
                keepsPriority,
                order is null ? null : Order(services, order),
                Dto.Text(sequence)));
        }
    }

    private static OrderDto Order(GatewayServices services, OrderRecord order) =>
        OrderDtos.Order(services.Venue.MarketOf(order.Request.Order.MarketId).Info, order);
}
