using DexExtra.Gateway.Rest.Bodies;
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
        routes.MapGet("/v1/typed-data", () => Results.Text(typedData, "application/json"));
        routes.MapGet("/v1/time", () => Time(services));
        routes.MapGet("/v1/assets", () => RestJson.Ok(new { assets = services.Venue.Assets.Select(Dto.Asset) }));
        routes.MapGet("/v1/markets", () => Markets(services));
        routes.MapGet("/v1/markets/{id}", (string id) => WithMarket(
            services, id, market => RestJson.Ok(Market(services, market))));
        routes.MapGet("/v1/markets/{id}/book", (string id, HttpRequest request) => WithMarket(
            services, id, market => Book(services, market, request)));
        routes.MapGet("/v1/markets/{id}/trades", (string id, HttpRequest request) => WithMarket(
            services, id, market => Trades(services, market, request)));
    }

    /// <summary>One market as it stands. Takes the gate.</summary>
    public static MarketDto Market(GatewayServices services, MarketView market)
    {
        lock (services.Venue.Gate)
        {
            return Dto.Market(market);
        }
    }

    private static IResult Markets(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new { markets = services.Venue.Markets.Select(Dto.Market).ToArray() });
        }
    }

    private static IResult Time(GatewayServices services) => RestJson.Ok(new
    {
        timeNs = Dto.Text(services.Clock.UnixNs),
        engineTimeNs = Dto.Text(services.Venue.TimestampNs),
        sequence = Dto.Text(services.Venue.Sequence),
    });

    private static IResult WithMarket(GatewayServices services, string id, Func<MarketView, IResult> answer) =>
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
        if (!RestJson.TryLimit(
            request, "limit", GatewayLimits.DefaultPageRows, GatewayLimits.MaxPageRows, out var limit, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            var trades = market.TradesNewestFirst
                .Take(limit)
                .Select(trade => Dto.Trade(market.Info, in trade))
                .ToArray();
            return RestJson.Ok(new { marketId = market.Info.MarketId, trades });
        }
    }
}
