using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// The dead man's timer (C7): the account's orders are cancelled unless its owner asks again before the time is up.
/// </summary>
internal static class CancelTimerEndpoints
{
    private const string Path = "/v1/cancel-after";

    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost(Path, (HttpRequest request) => SetAsync(services, request.HttpContext))
            .Describe(new Operation(
                Groups.Orders, "Cancels the account's orders unless asked again in time.",
                Refusals.Token | Refusals.Engine)
                .Taking<CancelTimerRequest>().With<CancelTimerDto>().Asking(QueryMember.Subaccount));
        routes.MapGet(Path, (HttpRequest request) => Get(services, request))
            .Describe(new Operation(Groups.Orders, "When that will be.", Refusals.Token)
                .With<CancelTimerDto>().Asking(QueryMember.Subaccount));
    }

    private static async Task<IResult> SetAsync(GatewayServices services, HttpContext context)
    {
        var (body, problem) = await RestJson.ReadAsync<CancelTimerRequest>(context.Request);
        if (problem is not null)
        {
            return problem;
        }

        if (body!.Seconds > GatewayLimits.MaxCancelTimerSeconds)
        {
            return Problem.Malformed($"seconds must be 0 to {GatewayLimits.MaxCancelTimerSeconds}");
        }

        problem = OwnerRequests.Authorise(services, context, isCancel: true, out var account, out var grantId);
        if (problem is not null)
        {
            return problem;
        }

        if (grantId != 0) // the timer outlives the grant, and cancels more than it may cover
        {
            return Problem.Of(RejectReason.SessionKeyScope);
        }

        services.Access.SetTimer(account, body.Seconds == 0 ? 0 : services.Clock.UnixSeconds + body.Seconds);
        return Answer(services, account);
    }

    private static IResult Get(GatewayServices services, HttpRequest request) =>
        services.Sessions.TryAuthenticate(request, out var account, out _, out var problem)
            ? Answer(services, account)
            : problem;

    private static IResult Answer(GatewayServices services, AccountId account) => RestJson.Ok(new CancelTimerDto(
        account.Owner.ToString(),
        account.Subaccount,
        services.Access.TimerOf(account) is { } deadline ? Dto.Text(deadline) : null));
}
