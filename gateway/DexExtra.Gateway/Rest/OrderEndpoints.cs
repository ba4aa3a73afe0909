using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// POST and DELETE of orders. An order needs no session: its signature is the authority. Every answer is the engine's
/// durable one; 504 says that none came and that repeating is safe.
/// </summary>
internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/orders", (HttpRequest request) => PostAsync(services, request.HttpContext))
            .Describe(new Operation(
                Groups.Orders, "A signed order, answered by the engine.", Refusals.Engine | Refusals.Orders)
                .Taking<OrderRequest>()
                .With<OrderResultDto>(StatusCodes.Status201Created).With<OrderResultDto>());
        routes.MapDelete("/v1/orders/{orderId}", (string orderId, HttpRequest request) =>
            OrderName.ById(orderId, name => CancelAsync(services, request.HttpContext, name))).Describe(Cancel);
        routes.MapDelete("/v1/orders/by-client-id/{clientOrderId}", (string clientOrderId, HttpRequest request) =>
            OrderName.ByClientId(clientOrderId, name => CancelAsync(services, request.HttpContext, name)))
            .Describe(Cancel);
    }

    private static Operation Cancel { get; } = new Operation(
        Groups.Orders, "Cancels an order.", Refusals.Token | Refusals.Engine | Refusals.Cancels)
        .With<CancelledOrderDto>().Asking(QueryMember.Subaccount);

    /// <summary>C9: the order as it stands now, or its original rejection.</summary>
    public static OrderResultDto Repeated(
        GatewayServices services, MarketInfo info, in NewOrder command, in OrderStatusReported report,
        in EventFrameHeader header)
    {
        lock (services.Venue.Gate)
        {
            var orderId = report.OrderId;
            var account = services.Venue.Account(in command.Order.Account);
            var order = account?.Order(orderId) ?? OrderRecord.Restore(in command, in report, in header);
            var fills = account is null ? [] : account.FillsNewestFirst
                .Where(fill => fill.Detail.OrderId == orderId)
                .Reverse()
                .Select(fill => AccountEndpoints.Fill(services, fill));
            return new OrderResultDto(OrderDtos.Order(info, order), [.. fills], true, Dto.Text(header.Sequence));
        }
    }

    /// <summary>An order that this command's frame accepted, with the fills of the same frame.</summary>
    public static OrderResultDto Accepted(MarketInfo info, OrderAnswer answer, OrderRecord order) => new(
        OrderDtos.Order(info, order),
        [.. answer.FillsOf(order).Select(fill => Dto.Fill(info, fill, SettlementState.Matched, default))],
        false,
        Dto.Text(answer.Sequence));

    private static async Task<IResult> PostAsync(GatewayServices services, HttpContext context)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, problem) = await RestJson.ReadAsync<OrderRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        problem = Build(services, body!, out var command)
            ?? OrderIntake.Limit(services, context, command.Order.Account.Owner, orders: 1);
        if (problem is not null)
        {
            return problem;
        }

        var (frame, refusal) = await services.Engine.SendAsync(CommandType.NewOrder, command, context.RequestAborted);
        return frame is null
            ? Problem.Of(refusal, null, OrderIntake.Echo(in command))
            : Answer(services, in command, frame);
    }

    /// <summary>Everything that can be refused before the engine, cheapest first.</summary>
    private static IResult? Build(GatewayServices services, OrderRequest body, out NewOrder command)
    {
        command = default;
        var problem = OrderIntake.TryParse(body.Order, "order", out command.Order)
            ?? OrderIntake.TryParseClientOrderId(body.ClientOrderId, "clientOrderId", out command.ClientOrderId)
            ?? OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out command.Signature);
        if (problem is not null)
        {
            return problem;
        }

        command.Tag = body.Tag;
        var reason = services.Admission.Prepare(ref command);
        reason = reason == RejectReason.None ? services.Admission.Verify(ref command) : reason;
        return OrderIntake.Refusal(services, reason, in command);
    }

    private static IResult Answer(GatewayServices services, in NewOrder command, byte[] frame)
    {
        var answer = OrderAnswer.Read(frame);
        var info = services.Venue.MarketOf(command.Order.MarketId).Info;
        if (answer.Accepted.TryGetValue(command.ClientOrderId, out var order))
        {
            return RestJson.Ok(Accepted(info, answer, order), StatusCodes.Status201Created);
        }

        if (!answer.Repeated.TryGetValue(command.ClientOrderId, out var report))
        {
            var reason = answer.Rejected[command.ClientOrderId];
            return OrderIntake.Rejected(reason, in command, answer.Sequence, repeated: false);
        }

        return report.Status == OrderStatus.Rejected
            ? OrderIntake.Rejected(report.RejectReason, in command, answer.Sequence, repeated: true)
            : RestJson.Ok(Repeated(services, info, in command, in report, in new EventFrame(frame).Header));
    }

    private static async Task<IResult> CancelAsync(GatewayServices services, HttpContext context, OrderName name)
    {
        var problem = OwnerRequests.Authorise(services, context, isCancel: true, out var account, out var grantId);
        if (problem is not null)
        {
            return problem;
        }

        var cancel = new CancelOrder
        {
            Account = account,
            OrderId = name.OrderId,
            OrigClientOrderId = name.ClientOrderId,
            GrantId = grantId,
        };
        var (frame, refusal) = await services.Engine.SendAsync(CommandType.CancelOrder, cancel, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : CancelAnswer(services, in cancel, frame);
    }

    private static IResult CancelAnswer(GatewayServices services, in CancelOrder cancel, byte[] payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            if (item.Type == EventType.CancelRejected)
            {
                return OwnerRequests.Refused(item.Body<CancelRejected>().Reason, frame.Header.Sequence);
            }

            if (item.Type == EventType.OrderCancelled && item.Body<OrderCancelled>().Reason == CancelReason.User)
            {
                return Cancelled(services, in cancel, in item.Body<OrderCancelled>(), frame.Header.Sequence);
            }
        }

        throw new InvalidDataException($"sequence {frame.Header.Sequence} answers no cancel");
    }

    private static IResult Cancelled(
        GatewayServices services, in CancelOrder cancel, in OrderCancelled cancelled, long sequence)
    {
        var info = services.Venue.MarketOf(cancelled.MarketId).Info;
        lock (services.Venue.Gate)
        {
            var order = services.Venue.Account(in cancel.Account)?.Order(cancelled.OrderId);
            return RestJson.Ok(new CancelledOrderDto(
                Dto.Text(cancelled.OrderId),
                Dto.Text(cancelled.ClientOrderId),
                Codes.Of(cancelled.Status),
                info.Quantity(cancelled.CancelledLots),
                order is null ? null : OrderDtos.Order(info, order),
                Dto.Text(sequence)));
        }
    }
}
