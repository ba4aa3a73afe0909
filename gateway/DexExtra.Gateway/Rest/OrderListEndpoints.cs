using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// POST of order lists (T12–T15): two or three orders under one signature, accepted or refused together. No session:
/// the signature is the authority.
/// </summary>
internal static class OrderListEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services) =>
        routes.MapPost("/v1/order-lists", (HttpRequest request) => PostAsync(services, request.HttpContext))
            .Describe(new Operation(
                Groups.Orders, "Two or three orders under one signature.", Refusals.Engine | Refusals.Orders)
                .Taking<OrderListRequest>()
                .With<OrderListResultDto>(StatusCodes.Status201Created).With<OrderListResultDto>());

    private static async Task<IResult> PostAsync(GatewayServices services, HttpContext context)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, problem) = await RestJson.ReadAsync<OrderListRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        problem = Build(services, body!, out var list)
            ?? OrderIntake.Limit(services, context, list.Legs[0].Order.Account.Owner, list.LegCount);
        if (problem is not null)
        {
            return problem;
        }

        var (frame, refusal) = await services.Engine.SendAsync(CommandType.NewOrderList, list, context.RequestAborted);
        return frame is null
            ? Problem.Of(refusal, null, OrderIntake.Echo(in list.Legs[0]))
            : Answer(services, in list, frame);
    }

    /// <summary>Everything that can be refused before the engine, cheapest first.</summary>
    private static IResult? Build(GatewayServices services, OrderListRequest body, out NewOrderList list)
    {
        list = default;
        var orders = body.List.Orders;
        if (orders.Count is 0 or > NewOrderList.MaxLegs || orders.Count != body.ClientOrderIds.Count)
        {
            return Problem.Malformed("a list has two or three orders and as many clientOrderIds");
        }

        if (!RequestValue.TryUnsigned(body.List.Kind, byte.MaxValue, out var kind))
        {
            return Problem.Malformed("list.kind is not of its type or out of its range");
        }

        var problem = OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out var signature);
        (list.Kind, list.LegCount) = ((ListKind)kind, (byte)orders.Count);
        for (var index = 0; index < orders.Count && problem is null; index++)
        {
            ref var leg = ref list.Legs[index];
            leg.Signature = signature;
            leg.Tag = body.Tag;
            problem = OrderIntake.TryParse(orders[index], $"list.orders[{index}]", out leg.Order)
                ?? OrderIntake.TryParseClientOrderId(
                    body.ClientOrderIds[index], $"clientOrderIds[{index}]", out leg.ClientOrderId);
        }

        return problem ?? Refuse(services, ref list);
    }

    private static IResult? Refuse(GatewayServices services, ref NewOrderList list)
    {
        var reason = services.Admission.PrepareList(ref list);
        reason = reason == RejectReason.None ? services.Admission.VerifyList(ref list) : reason;
        if (reason == RejectReason.None)
        {
            return null;
        }

        GatewayMetrics.Refusals.WithLabels(Codes.Of(reason)).Inc();
        var explanation = OrderIntake.Echo(in list.Legs[0]);
        if (reason == RejectReason.WrongSigner)
        {
            explanation["digest"] = OrderListHash.Digest(services.Domain, in list).ToString();
        }

        return Problem.Of(reason, null, explanation);
    }

    /// <summary>
    /// 201 when this command accepted it, 200 for a repeat of an accepted one, else the failing leg's code.
    /// </summary>
    private static IResult Answer(GatewayServices services, in NewOrderList list, byte[] frame)
    {
        var answer = OrderAnswer.Read(frame);
        var info = services.Venue.MarketOf(list.Legs[0].Order.MarketId).Info;
        var legs = new List<LegResultDto>();
        var failed = RejectReason.None;
        foreach (ref readonly var leg in NewOrderList.LegsOf(in list)[..list.LegCount])
        {
            var (result, code) = Leg(services, info, answer, in leg, in new EventFrame(frame).Header);
            legs.Add(new LegResultDto(
                Dto.Text(leg.ClientOrderId), result, code == RejectReason.None ? null : Codes.Of(code)));
            failed = failed is RejectReason.None or RejectReason.ListRejected ? code : failed;
        }

        var sequence = Dto.Text(answer.Sequence);
        if (legs.TrueForAll(leg => leg.Result is null))
        {
            return Problem.Of(failed, null, new Dictionary<string, object?>
            {
                ["legs"] = legs.Select(leg => new RefusedOrderDto(leg.ClientOrderId, leg.Code)),
                ["sequence"] = sequence,
            });
        }

        var status = answer.Accepted.Count > 0 ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return RestJson.Ok(new OrderListResultDto(Codes.Of(list.Kind), legs, sequence), status);
    }

    private static (OrderResultDto? Result, RejectReason Code) Leg(
        GatewayServices services, MarketInfo info, OrderAnswer answer, in NewOrder leg, in EventFrameHeader header)
    {
        if (answer.Accepted.TryGetValue(leg.ClientOrderId, out var order))
        {
            return (OrderEndpoints.Accepted(info, answer, order), RejectReason.None);
        }

        if (!answer.Repeated.TryGetValue(leg.ClientOrderId, out var report))
        {
            return (null, answer.Rejected[leg.ClientOrderId]);
        }

        return report.Status == OrderStatus.Rejected
            ? (null, report.RejectReason)
            : (OrderEndpoints.Repeated(services, info, in leg, in report, in header), RejectReason.None);
    }
}
