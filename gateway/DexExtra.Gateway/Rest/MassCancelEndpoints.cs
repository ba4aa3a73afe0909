using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>Mass cancels and the lock they may set (C6), with a session.</summary>
internal static class MassCancelEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/mass-cancels", (HttpRequest request) => MassCancelAsync(services, request.HttpContext))
            .Describe(Cancels("Cancels what passes the filters.").Taking<MassCancelRequest>()
                .With<MassCancelledDto>().With<MassCancelledDto>(StatusCodes.Status202Accepted));
        routes.MapPost("/v1/unlocks", (HttpRequest request) => UnlockAsync(services, request.HttpContext))
            .Describe(Cancels("Takes the lock of a mass cancel away.").Taking<UnlockRequest>().With<UnlockedDto>());
    }

    private static Operation Cancels(string summary) =>
        new Operation(Groups.Orders, summary, Refusals.Token | Refusals.Engine | Refusals.Cancels)
            .Asking(QueryMember.Subaccount);

    private static async Task<IResult> MassCancelAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<MassCancelRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Parse(out var wrongMember) is not { } command)
        {
            return Problem.Malformed($"{wrongMember} is not of its type or out of its range");
        }

        problem = OwnerRequests.Authorise(services, context, isCancel: true, out command.Account, out command.GrantId);
        if (problem is not null)
        {
            return problem;
        }

        var (frame, refusal) = await services.Engine.SendAsync(CommandType.MassCancel, command, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : MassCancelAnswer(frame);
    }

    private static async Task<IResult> UnlockAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<UnlockRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        problem = OwnerRequests.Authorise(services, context, isCancel: true, out var account, out var grantId);
        if (problem is not null)
        {
            return problem;
        }

        var command = new UnlockAccount
        {
            Account = account,
            AllSubaccounts = body!.AllSubaccounts ? (byte)1 : (byte)0,
            GrantId = grantId,
        };
        var (frame, refusal) = await services.Engine.SendAsync(
            CommandType.UnlockAccount, command, context.RequestAborted);
        return frame is null ? Problem.Of(refusal) : UnlockAnswer(frame);
    }

    /// <summary>200 when it has visited everything, 202 when later commands go on.</summary>
    private static IResult MassCancelAnswer(byte[] payload)
    {
        var frame = new EventFrame(payload);
        var sequence = frame.Header.Sequence;
        foreach (var item in frame)
        {
            if (item.Type == EventType.CancelRejected)
            {
                return OwnerRequests.Refused(item.Body<CancelRejected>().Reason, sequence);
            }

            if (item.Type == EventType.MassCancelled && item.Body<MassCancelled>().FirstSequence == sequence)
            {
                var cancelledOrders = Dto.Text(item.Body<MassCancelled>().CancelledOrders);
                return RestJson.Ok(new MassCancelledDto(true, cancelledOrders, Dto.Text(sequence)));
            }
        }

        return RestJson.Ok(
            new MassCancelledDto(false, null, Dto.Text(sequence)), StatusCodes.Status202Accepted);
    }

    private static IResult UnlockAnswer(byte[] payload)
    {
        var frame = new EventFrame(payload);
        foreach (var item in frame)
        {
            if (item.Type == EventType.CancelRejected)
            {
                return OwnerRequests.Refused(item.Body<CancelRejected>().Reason, frame.Header.Sequence);
            }

            if (item.Type == EventType.AccountLockChanged)
            {
                ref readonly var changed = ref item.Body<AccountLockChanged>();
                return RestJson.Ok(new UnlockedDto(
                    changed.IsLocked != 0, changed.AllSubaccounts != 0, Dto.Text(frame.Header.Sequence)));
            }
        }

        throw new InvalidDataException($"sequence {frame.Header.Sequence} answers no unlock");
    }
}
