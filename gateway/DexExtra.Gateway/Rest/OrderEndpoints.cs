using System.Globalization;
using DexExtra.Gateway.Rest.Bodies;
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
        routes.MapPost("/v1/orders", (HttpRequest request) => PostAsync(services, request.HttpContext));
        routes.MapDelete("/v1/orders/{orderId}", (string orderId, HttpRequest request) =>
            RequestValue.TryUnsigned(orderId, long.MaxValue, out var id) && id > 0
                ? CancelAsync(services, request.HttpContext, new CancelOrder { OrderId = (long)id })
                : Task.FromResult(Problem.Malformed("the order id is not a number")));
        routes.MapDelete("/v1/orders/by-client-id/{clientOrderId}", (string clientOrderId, HttpRequest request) =>
            RequestValue.TryUnsigned(clientOrderId, ulong.MaxValue - 1, out var id) && id > 0
                ? CancelAsync(services, request.HttpContext, new CancelOrder { OrigClientOrderId = id })
                : Task.FromResult(Problem.Malformed("the client order id is not a number")));
    }

    private static async Task<IResult> PostAsync(GatewayServices services, HttpContext context)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return NotReady();
        }

        var (body, problem) = await RestJson.ReadAsync<OrderRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (!TryBuild(services, body!, out var command, out problem))
        {
            return problem!;
        }

        var owner = command.Order.Account.Owner;
        var withinLimit = services.RateLimits.TryTakeOrder(owner, out var retryAfterNs);
        WriteLimitHeaders(services, context, owner);
        if (!withinLimit)
        {
            return Problem.RateLimited(context, retryAfterNs);
        }

        var (frame, refusal) = await services.Engine.SendAsync(CommandType.NewOrder, command, context.RequestAborted);
        return frame is null ? Problem.Of(refusal, null, Echo(in command)) : Answer(services, in command, frame);
    }

    /// <summary>Everything that can be refused before the engine, cheapest first.</summary>
    private static bool TryBuild(
        GatewayServices services, OrderRequest body, out NewOrder command, out IResult? problem)
    {
        command = default;
        problem = null;
        if (body.Order.Parse(out var wrongMember) is not { } order)
        {
            problem = Problem.Malformed($"order.{wrongMember} is not of its type or out of its range");
        }
        else if (!RequestValue.TryUnsigned(body.ClientOrderId, ulong.MaxValue - 1, out var clientOrderId)
            || clientOrderId == 0)
        {
            problem = Problem.Malformed("clientOrderId must be 1 to 18446744073709551614");
        }
        else if (body.Domain is { } signedFor && !signedFor.Matches(services.Domain))
        {
            problem = Problem.Of(RejectReason.WrongDomain);
        }
        else if (!RequestValue.TryBytes(body.Signature, Signature.EncodedBytes, out var signature)
            || signature.Length != Signature.EncodedBytes)
        {
            problem = Problem.Of(RejectReason.InvalidSignature);
        }
        else
        {
            command.Order = order;
            command.ClientOrderId = clientOrderId;
            command.Signature = Signature.Decode(signature);
            problem = Refuse(services, ref command);
        }

        return problem is null;
    }

    private static IResult? Refuse(GatewayServices services, ref NewOrder command)
    {
        var reason = services.Admission.Prepare(ref command);
        if (reason == RejectReason.None)
        {
            reason = services.Admission.Verify(ref command);
        }

        if (reason == RejectReason.None)
        {
            return null;
        }

        GatewayMetrics.Refusals.WithLabels(Codes.Of(reason)).Inc();
        return reason switch
        {
            RejectReason.WrongSigner => Problem.Of(reason, null, SignatureHelp.Explain(services.Domain, in command)),
            _ => Problem.Of(reason, null, Echo(in command)),
        };
    }

    private static IResult Answer(GatewayServices services, in NewOrder command, byte[] frame)
    {
        var answer = OrderAnswer.Read(frame);
        if (!services.Venue.TryGetMarket(command.Order.MarketId, out var market))
        {
            throw new InvalidDataException($"market {command.Order.MarketId} vanished");
        }

        if (answer.Repeat is { } report)
        {
            return Repeated(services, market.Info, in command, in report, frame);
        }

        if (answer.Order is null)
        {
            return Rejected(answer.Reject, in command, answer.Sequence, repeated: false);
        }

        var fills = answer.Fills.Select(fill => Dto.Fill(market.Info, fill, SettlementState.Matched, default))
            .ToArray();
        return RestJson.Ok(
            new OrderResultDto(Dto.Order(market.Info, answer.Order), fills, false, Dto.Text(answer.Sequence)),
            StatusCodes.Status201Created);
    }

    /// <summary>C9: the order as it stands now, or its original rejection.</summary>
    private static IResult Repeated(
        GatewayServices services, MarketInfo info, in NewOrder command, in OrderStatusReported report, byte[] frame)
    {
        ref readonly var header = ref new EventFrame(frame).Header;
        if (report.Status == OrderStatus.Rejected)
        {
            return Rejected(report.RejectReason, in command, header.Sequence, repeated: true);
        }

        lock (services.Venue.Gate)
        {
            var orderId = report.OrderId;
            var account = services.Venue.Account(in command.Order.Account);
            var order = account?.Order(orderId) ?? OrderRecord.Restore(in command, in report, in header);
            var fills = account is null ? [] : account.FillsNewestFirst
                .Where(fill => fill.Detail.OrderId == orderId)
                .Reverse()
                .Select(fill => AccountEndpoints.Fill(services, fill));
            return RestJson.Ok(
                new OrderResultDto(Dto.Order(info, order), [.. fills], true, Dto.Text(header.Sequence)));
        }
    }

    private static IResult Rejected(RejectReason reason, in NewOrder command, long sequence, bool repeated)
    {
        var echo = Echo(in command);
        echo["orderHash"] = command.OrderHash.ToString();
        echo["sequence"] = Dto.Text(sequence);
        echo["repeated"] = repeated;
        return Problem.Of(reason, null, echo);
    }

    private static async Task<IResult> CancelAsync(GatewayServices services, HttpContext context, CancelOrder cancel)
    {
        if (!services.Sessions.TryAuthenticate(context.Request, out var owner, out var problem))
        {
            return problem;
        }

        if (!RequestValue.TrySubaccount(context.Request, out var subaccount))
        {
            return Problem.Malformed("subaccount is not a number");
        }

        if (!services.Follower.IsCaughtUp)
        {
            return NotReady();
        }

        if (!services.RateLimits.TryTakeCancel(owner, out var retryAfterNs))
        {
            return Problem.RateLimited(context, retryAfterNs);
        }

        cancel.Account = new AccountId(owner, subaccount);
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
                return Problem.Of(item.Body<CancelRejected>().Reason, new Dictionary<string, object?>
                {
                    ["sequence"] = Dto.Text(frame.Header.Sequence),
                });
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
        services.Venue.TryGetMarket(cancelled.MarketId, out var market);
        lock (services.Venue.Gate)
        {
            var order = services.Venue.Account(in cancel.Account)?.Order(cancelled.OrderId);
            return RestJson.Ok(new
            {
                orderId = Dto.Text(cancelled.OrderId),
                clientOrderId = Dto.Text(cancelled.ClientOrderId),
                status = Codes.Of(cancelled.Status),
                cancelledQuantity = market!.Info.Quantity(cancelled.CancelledLots),
                order = order is null ? null : Dto.Order(market.Info, order),
                sequence = Dto.Text(sequence),
            });
        }
    }

    /// <summary>C11: each reply states limit, remainder and reset.</summary>
    private static void WriteLimitHeaders(GatewayServices services, HttpContext context, Address owner)
    {
        var bucket = services.RateLimits.Of(owner).Orders;
        var remaining = bucket.Remaining(services.Clock.MonotonicNs);
        context.Response.Headers["RateLimit"] = string.Create(
            CultureInfo.InvariantCulture,
            $"limit={bucket.Limit.Burst}, remaining={remaining}, rate={bucket.Limit.PerSecond}");
    }

    private static Dictionary<string, object?> Echo(in NewOrder command) =>
        new() { ["clientOrderId"] = Dto.Text(command.ClientOrderId) };

    private static IResult NotReady() => Problem.Of(
        StatusCodes.Status503ServiceUnavailable,
        Codes.Of(RejectReason.EngineUnavailable),
        "The gateway is still reading the event log; nothing was accepted.");
}
