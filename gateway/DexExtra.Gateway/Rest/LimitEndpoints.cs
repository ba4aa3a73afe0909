using System.Net;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;

namespace DexExtra.Gateway.Rest;

/// <summary>What is left of the budgets (C11). Asking costs a request and nothing else.</summary>
internal static class LimitEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services) =>
        routes.MapGet("/v1/limits", (HttpRequest request) => Answer(services, request))
            .Describe(new Operation(Groups.Account, "What is left of each budget.", Refusals.Token)
                .With<BudgetsDto>().Asking(QueryMember.Subaccount));

    private static IResult Answer(GatewayServices services, HttpRequest request)
    {
        if (!services.Sessions.TryAuthenticate(request, out var account, out _, out var problem))
        {
            return problem;
        }

        var buckets = services.RateLimits.Of(account.Owner);
        var remote = request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None;
        return RestJson.Ok(new BudgetsDto(
            Budgets.Describe(buckets.Orders, services.Clock),
            Budgets.Describe(buckets.Cancels, services.Clock),
            Budgets.Describe(services.RateLimits.OfRemote(remote), services.Clock)));
    }
}
