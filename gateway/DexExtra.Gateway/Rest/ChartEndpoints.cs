using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;

namespace DexExtra.Gateway.Rest;

/// <summary>Candles and the last 24 hours of a market (D9), from the feed's own series. No session needed.</summary>
internal static class ChartEndpoints
{
    private const string Interval = "interval";

    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapGet("/v1/markets/{id}/candles", (string id, HttpRequest request) => MarketEndpoints.WithMarket(
            services, id, market => Candles(services, market, request)))
            .Describe(new Operation(Groups.Markets, "Its candles, oldest first.", Refusals.Market).With<CandlesDto>()
                .Asking(
                    new QueryMember(
                        Interval, "Length of a candle.", $"^({string.Join('|', MarketCandles.Intervals)})$", true),
                    QueryMember.Number("from", "Nanoseconds since the Unix epoch, included; absent: the newest ones."),
                    QueryMember.Number("to", "The same, not included."),
                    QueryMember.Limit));
        routes.MapGet("/v1/markets/{id}/stats", (string id) => MarketEndpoints.WithMarket(
            services, id, market => Stats(services, market)))
            .Describe(new Operation(Groups.Markets, "Its last 24 hours.", Refusals.Market).With<StatsDto>());
    }

    private static IResult Candles(GatewayServices services, MarketView market, HttpRequest request)
    {
        var interval = Array.IndexOf(MarketCandles.Intervals, request.Query[Interval].ToString());
        if (interval < 0)
        {
            return Problem.Malformed($"interval must be one of {string.Join(", ", MarketCandles.Intervals)}");
        }

        if (!TryTime(request, "from", 0, out var from) || !TryTime(request, "to", long.MaxValue, out var to))
        {
            return Problem.Malformed("from and to must be nanoseconds since the Unix epoch");
        }

        if (!RestJson.TryLimit(
            request, "limit", GatewayLimits.DefaultPageRows, GatewayLimits.MaxPageRows, out var limit, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            var all = services.Hub.Candles(market.Info.MarketId).Series[interval].Candles;
            var wanted = all.Where(candle => candle.OpenTimeNs >= from && candle.OpenTimeNs < to).ToArray();
            var isFromStart = request.Query.ContainsKey("from");
            Candle[] page = [.. isFromStart ? wanted.Take(limit) : wanted.TakeLast(limit)];
            var next = page.Length > 0 && page[^1] != wanted[^1] ? wanted[page.Length].OpenTimeNs : default(long?);
            return RestJson.Ok(new CandlesDto(
                market.Info.MarketId,
                MarketCandles.Intervals[interval],
                [.. page.Select(candle => Describe(market.Info, candle, isClosed: candle != all[^1]))],
                next is { } time ? Dto.Text(time) : null,
                Dto.Text(services.Venue.Sequence)));
        }
    }

    private static bool TryTime(HttpRequest request, string name, long standard, out long time)
    {
        time = standard;
        if (!request.Query.TryGetValue(name, out var text))
        {
            return true;
        }

        var isTime = RequestValue.TryUnsigned(text, long.MaxValue, out var value);
        time = (long)value;
        return isTime;
    }

    private static CandleDto Describe(MarketInfo info, Candle candle, bool isClosed) => new(
        Dto.Text(candle.OpenTimeNs),
        info.Price(candle.OpenTicks),
        info.Price(candle.HighTicks),
        info.Price(candle.LowTicks),
        info.Price(candle.CloseTicks),
        Dto.Text(candle.OpenTicks),
        Dto.Text(candle.HighTicks),
        Dto.Text(candle.LowTicks),
        Dto.Text(candle.CloseTicks),
        info.Quantity(candle.Lots),
        Dto.Text(candle.Lots),
        info.AveragePrice(candle.TickLots, candle.Lots),
        Dto.Text(candle.Trades),
        candle.Revision,
        isClosed);

    private static IResult Stats(GatewayServices services, MarketView market)
    {
        lock (services.Venue.Gate)
        {
            var candles = services.Hub.Candles(market.Info.MarketId);
            var (info, day) = (market.Info, candles.Day());
            return RestJson.Ok(new StatsDto(
                info.MarketId,
                day is { } known ? Dto.Text(known.OpenTimeNs) : null,
                MarketStatusDto.Price(info, day?.OpenTicks),
                MarketStatusDto.Price(info, day?.HighTicks),
                MarketStatusDto.Price(info, day?.LowTicks),
                MarketStatusDto.Price(info, day?.CloseTicks),
                MarketStatusDto.Price(info, day?.CloseTicks - day?.OpenTicks),
                day is { } traded ? info.AveragePrice(traded.TickLots, traded.Lots) : null,
                info.Quantity(day?.Lots ?? 0),
                Dto.Text(day?.Lots ?? 0),
                Dto.Text(day?.Trades ?? 0),
                Dto.Text(candles.BlockLots),
                Dto.Text(services.Venue.Sequence)));
        }
    }
}
