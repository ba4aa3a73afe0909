using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>Public reads: typed data, time, assets, markets, books, trades. No session needed.</summary>
internal static class MarketEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        var typedData = TypedData.Json(services.Domain);
        routes.MapGet("/v1/typed-data", (HttpRequest request) => CachedAnswer.Text(request, typedData, Operation.Json))
            .Describe(Reads("What stock wallet libraries take to sign.").With<TypedDataDto>().Cached());
        routes.MapGet("/v1/time", () => Time(services)).Describe(Reads("The venue's clocks.").With<TimeDto>());
        routes.MapGet("/v1/assets", (HttpRequest request) => CachedAnswer.Json(
            request, new AssetsDto([.. services.Venue.Assets.Select(Dto.Asset)])))
            .Describe(Reads("Every listed asset.").With<AssetsDto>().Cached());
        routes.MapGet("/v1/markets", (HttpRequest request) => Markets(services, request))
            .Describe(Reads("Every market as it stands.").With<MarketsDto>().Cached());
        routes.MapGet("/v1/markets/{id}", (string id) => WithMarket(
            services, id, market => RestJson.Ok(Market(services, market))))
            .Describe(OfMarket("A market as it stands.").With<MarketDto>());
        routes.MapGet("/v1/markets/{id}/book", (string id, HttpRequest request) => WithMarket(
            services, id, market => Book(services, market, request)))
            .Describe(OfMarket("Its book, best price first.").With<BookDto>().Asking(QueryMember.Number(
                "depth", $"Levels of each side, 1 to {GatewayLimits.MaxBookDepth}; {GatewayLimits.DefaultBookDepth} "
                    + "unless given.")));
        routes.MapGet("/v1/markets/{id}/trades", (string id, HttpRequest request) => WithMarket(
            services, id, market => Trades(services, market, request)))
            .Describe(OfMarket("Its newest trades, newest first.").With<TradesDto>()
                .Asking(QueryMember.Limit, QueryMember.Before));
    }

    /// <summary>One market as it stands. Takes the gate.</summary>
    public static MarketDto Market(GatewayServices services, MarketView market)
    {
        lock (services.Venue.Gate)
        {
            return Dto.Market(market);
        }
    }

    private static Operation Reads(string summary) => new(Groups.Markets, summary, Refusals.None);

    private static Operation OfMarket(string summary) => new(Groups.Markets, summary, Refusals.Market);

    private static IResult Markets(GatewayServices services, HttpRequest request)
    {
        lock (services.Venue.Gate)
        {
            return CachedAnswer.Json(request, new MarketsDto([.. services.Venue.Markets.Select(Dto.Market)]));
        }
    }

    private static IResult Time(GatewayServices services) => RestJson.Ok(new TimeDto(
        Dto.Text(services.Clock.UnixNs),
        Dto.Text(services.Venue.TimestampNs),
        Dto.Text(services.Venue.Sequence)));

    /// <summary>What is asked of the market that the path names, or that there is none.</summary>
    public static IResult WithMarket(GatewayServices services, string id, Func<MarketView, IResult> answer) =>
        RequestValue.TryUnsigned(id, uint.MaxValue, out var marketId)
            && services.Venue.TryGetMarket((uint)marketId, out var market)
            ? answer(market)
            : Problem.Of(
                StatusCodes.Status404NotFound, Codes.Of(RejectReason.UnknownMarket), $"there is no market {id}");

    private static IResult Book(GatewayServices services, MarketView market, HttpRequest request)
    {
        if (!RestJson.TryLimit(
            request, "depth", GatewayLimits.DefaultBookDepth, GatewayLimits.MaxBookDepth,
            out var depth, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new BookDto(
                market.Info.MarketId,
                Dto.Text(market.Sequence),
                Dto.Text(services.Venue.Sequence),
                Dto.Text(services.Venue.TimestampNs),
                BookChecksum.Compute(market.Book),
                Codes.Of(market.State),
                market.Book.IsCrossed,
                Dto.Levels(market.Info, market.Book.Bids, depth),
                Dto.Levels(market.Info, market.Book.Asks, depth)));
        }
    }

    private static IResult Trades(GatewayServices services, MarketView market, HttpRequest request)
    {
        if (!RestJson.TryPage(request, out var limit, out var before, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            var trades = market.TradesNewestFirst
                .Where(trade => trade.MatchId < (ulong)before)
                .Take(limit)
                .ToArray();
            return RestJson.Ok(new TradesDto(
                market.Info.MarketId,
                [.. trades.Select(trade => Dto.Trade(market.Info, in trade))],
                trades.Length == limit ? Dto.Text(trades[^1].MatchId) : null));
        }
    }
}
