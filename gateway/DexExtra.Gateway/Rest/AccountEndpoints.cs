using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// What a logged-in owner may read of his own accounts: orders, fills, balances, positions. Pages are newest first;
/// <c>before</c> is the cursor of the next page.
/// </summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapGet("/v1/orders", (HttpRequest request) => WithAccount(services, request, Orders))
            .Describe(Reads("Orders, newest first.").With<OrdersDto>().Asking(
                QueryMember.Subaccount, QueryMember.Limit, QueryMember.Before,
                new QueryMember("status", "open, or all for the newest ended ones too.", "^(open|all)?$")));
        routes.MapGet("/v1/orders/{orderId}", (string orderId, HttpRequest request) =>
            WithAccount(services, request, (s, _, account) => Found(s, ById(account, orderId))))
            .Describe(Order);
        routes.MapGet("/v1/orders/by-client-id/{clientOrderId}", (string clientOrderId, HttpRequest request) =>
            WithAccount(services, request, (s, _, account) => Found(s, ByClientId(account, clientOrderId))))
            .Describe(Order);
        routes.MapGet("/v1/fills", (HttpRequest request) => WithAccount(services, request, Fills))
            .Describe(Reads("Fills, newest first.").With<FillsDto>().Asking(
                QueryMember.Subaccount, QueryMember.Limit, QueryMember.Before));
        routes.MapGet("/v1/account", (HttpRequest request) => Account(services, request))
            .Describe(Reads("Balances, positions, margin and limits.").With<AccountDto>()
                .Asking(QueryMember.Subaccount));
    }

    private static Operation Order { get; } = new Operation(
        Groups.Account, "One order.", Refusals.Token | Refusals.Missing).With<FoundOrderDto>()
        .Asking(QueryMember.Subaccount);

    private static Operation Reads(string summary) => new(Groups.Account, summary, Refusals.Token);

    /// <summary>Gate held.</summary>
    public static FillDto Fill(GatewayServices services, FillRecord fill)
    {
        var (state, transaction) = services.Venue.Settlement.Of(fill.MatchId);
        return Dto.Fill(MarketOf(services, fill.MarketId), fill, state, transaction);
    }

    private static IResult WithAccount(
        GatewayServices services, HttpRequest request, Func<GatewayServices, HttpRequest, AccountView?, IResult> answer)
    {
        if (!services.Sessions.TryAuthenticate(request, out var account, out _, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            return answer(services, request, services.Venue.Account(in account));
        }
    }

    private static IResult Orders(GatewayServices services, HttpRequest request, AccountView? account)
    {
        if (!RestJson.TryPage(request, out var limit, out var before, out var problem))
        {
            return problem;
        }

        var status = request.Query["status"].ToString();
        if (status is not ("" or "open" or "all"))
        {
            return Problem.Malformed("status must be open or all");
        }

        var rows = (account?.OrdersNewestFirst(openOnly: status != "all") ?? [])
            .Where(order => order.OrderId < before)
            .Take(limit)
            .ToArray();
        return RestJson.Ok(new OrdersDto(
            [.. rows.Select(row => OrderDtos.Order(MarketOf(services, row.Request.Order.MarketId), row))],
            rows.Length == limit ? Dto.Text(rows[^1].OrderId) : null,
            Dto.Text(services.Venue.Sequence)));
    }

    private static OrderRecord? ById(AccountView? account, string text) =>
        RequestValue.TryUnsigned(text, long.MaxValue, out var id) ? account?.Order((long)id) : null;

    private static OrderRecord? ByClientId(AccountView? account, string text) =>
        RequestValue.TryUnsigned(text, ulong.MaxValue, out var id) ? account?.OrderByClientId(id) : null;

    private static IResult Found(GatewayServices services, OrderRecord? order) => order is null
        ? Problem.Of(
            StatusCodes.Status404NotFound,
            Problem.NotFoundCode,
            "The account has no such order among its open and newest orders.",
            new Dictionary<string, object?> { ["sequence"] = Dto.Text(services.Venue.Sequence) })
        : RestJson.Ok(new FoundOrderDto(
            OrderDtos.Order(MarketOf(services, order.Request.Order.MarketId), order),
            Dto.Text(services.Venue.Sequence)));

    private static IResult Fills(GatewayServices services, HttpRequest request, AccountView? account)
    {
        if (!RestJson.TryPage(request, out var limit, out var before, out var problem))
        {
            return problem;
        }

        var rows = (account?.FillsNewestFirst ?? [])
            .Where(fill => fill.MatchId < (ulong)before)
            .Take(limit)
            .ToArray();
        return RestJson.Ok(new FillsDto(
            [.. rows.Select(row => Fill(services, row))],
            rows.Length == limit ? Dto.Text(rows[^1].MatchId) : null,
            Dto.Text(services.Venue.Sequence)));
    }

    private static IResult Account(GatewayServices services, HttpRequest request)
    {
        if (!services.Sessions.TryAuthenticate(request, out var account, out _, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(MoneyDto.Account(services.Venue, account));
        }
    }

    private static MarketInfo MarketOf(GatewayServices services, uint marketId) =>
        services.Venue.MarketOf(marketId).Info;
}
