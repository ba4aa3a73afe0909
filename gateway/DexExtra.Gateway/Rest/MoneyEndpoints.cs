using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Reads about money: for everybody the funds, the fee schedule and what markets ask for; for an owner his
/// withdrawals, closed positions and what an order would do to his margin.
/// </summary>
internal static class MoneyEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapGet("/v1/funds", () => Funds(services));
        routes.MapGet("/v1/fees", () => Fees(services));
        routes.MapGet("/v1/venue", () => Switches(services));
        routes.MapGet("/v1/markets/{id}/risk", (string id) => OfMarket(services, id, market => new
        {
            marketId = market.Info.MarketId,
            marginMode = Codes.Of(market.Info.Request.MarginMode),
            risk = MarketMoneyDto.Risk(market),
            limits = MarketMoneyDto.Limits(market.Limits),
        }));
        routes.MapGet("/v1/markets/{id}/result", (string id) => OfMarket(services, id, market => new
        {
            marketId = market.Info.MarketId,
            state = Codes.Of(market.State),
            result = MarketMoneyDto.Result(market),
            settlement = MarketMoneyDto.Settlement(market),
        }));
        routes.MapGet("/v1/withdrawals", (HttpRequest request) => OfAccount(services, request, account => new
        {
            withdrawals = (account?.WithdrawalsNewestFirst ?? []).Take(GatewayLimits.MaxPageRows)
                .Select(MoneyDto.Withdrawal).ToArray(),
            sequence = Dto.Text(services.Venue.Sequence),
        }));
        routes.MapGet("/v1/positions/closed", (HttpRequest request) => OfAccount(services, request, account => new
        {
            positions = (account?.ClosedNewestFirst ?? []).Take(GatewayLimits.MaxPageRows)
                .Select(closed => MoneyDto.Closed(services.Venue.MarketOf(closed.MarketId).Info, closed)).ToArray(),
            sequence = Dto.Text(services.Venue.Sequence),
        }));
        routes.MapGet("/v1/margin", (HttpRequest request) => MarginAsync(services, request.HttpContext));
    }

    private static IResult Funds(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new
            {
                funds = services.Venue.Funds.Select(pair => new
                {
                    kind = Codes.Of(pair.Key.Kind),
                    assetId = pair.Key.AssetId,
                    marketId = pair.Key.MarketId,
                    balance = FixedPoint.Format(pair.Value),
                }).ToArray(),
                sequence = Dto.Text(services.Venue.Sequence),
            });
        }
    }

    private static IResult Fees(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            var schedule = services.Venue.FeeSchedule;
            var tiers = new List<object>();
            for (var index = 0; index < schedule.Count; index++)
            {
                var tier = schedule.Tiers[index];
                tiers.Add(new
                {
                    tier = index + 1,
                    minVolume = FixedPoint.Format(tier.MinVolume),
                    takerDiscountBp = tier.TakerDiscountBp,
                    makerDiscountBp = tier.MakerDiscountBp,
                });
            }

            return RestJson.Ok(new { tiers, sequence = Dto.Text(services.Venue.Sequence) });
        }
    }

    private static IResult Switches(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            var venue = services.Venue;
            return RestJson.Ok(new
            {
                haltTrading = venue.Switches.HaltTrading != 0,
                freezeWithdrawals = venue.Switches.FreezeWithdrawals != 0,
                lowSpace = venue.Switches.LowSpace != LowSpaceSwitch.None,
                collateral = venue.Collateral.Values.Select(backing => new
                {
                    assetId = backing.AssetId,
                    backedAssetId = backing.BackedAssetId,
                    haircutBp = backing.HaircutBp,
                    cap = FixedPoint.Format(backing.Cap),
                    price = venue.CollateralPrices.TryGetValue(backing.AssetId, out var price)
                        ? FixedPoint.Format(price.Price)
                        : null,
                }).ToArray(),
                withdrawalLimits = venue.WithdrawalLimits.Values.Select(limits => new
                {
                    assetId = limits.AssetId,
                    hourlyShareBp = limits.HourlyShareBp,
                    hourlyAmount = FixedPoint.Format(limits.HourlyAmount),
                    smallAmount = FixedPoint.Format(limits.SmallAmount),
                    outageGateSeconds = limits.OutageGateSeconds,
                }).ToArray(),
                sequence = Dto.Text(venue.Sequence),
            });
        }
    }

    private static IResult OfMarket(GatewayServices services, string id, Func<MarketView, object> answer)
    {
        if (!RequestValue.TryUnsigned(id, uint.MaxValue, out var marketId)
            || !services.Venue.TryGetMarket((uint)marketId, out var market))
        {
            return Problem.Of(
                StatusCodes.Status404NotFound, Codes.Of(RejectReason.UnknownMarket), $"there is no market {id}");
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(answer(market));
        }
    }

    private static IResult OfAccount(GatewayServices services, HttpRequest request, Func<AccountView?, object> answer)
    {
        if (!services.Sessions.TryAuthenticate(request, out var account, out _, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(answer(services.Venue.Account(in account)));
        }
    }

    private static async Task<IResult> MarginAsync(GatewayServices services, HttpContext context)
    {
        var problem = OwnerRequests.Authorise(services, context, isCancel: false, out var account, out _);
        if (problem is not null)
        {
            return problem;
        }

        if (!TryQuery(context.Request, account, out var query))
        {
            return Problem.Malformed("marketId, side (1 or 2), priceTicks and lots (0 = no order) must be integers");
        }

        var (payload, refusal) =
            await services.Engine.SendAsync(CommandType.QueryMargin, query, context.RequestAborted);
        return payload is null ? Problem.Of(refusal) : TypedCommands.Refusal(payload) ?? Report(payload);
    }

    private static bool TryQuery(HttpRequest request, AccountId account, out QueryMargin query)
    {
        query = new QueryMargin { Account = account };
        var hasOrder = request.Query.ContainsKey("lots");
        var isValid = RequestValue.TryUnsigned(request.Query["marketId"], uint.MaxValue, out var marketId);
        if (hasOrder)
        {
            isValid &= RequestValue.TryUnsigned(request.Query["side"], byte.MaxValue, out var side)
                & RequestValue.TrySigned64(request.Query["priceTicks"], out query.PriceTicks)
                & RequestValue.TrySigned64(request.Query["lots"], out query.Lots);
            query.Side = (Side)side;
        }

        query.MarketId = (uint)marketId;
        return isValid;
    }

    private static IResult Report(byte[] payload)
    {
        foreach (var item in new EventFrame(payload))
        {
            if (item.Type == EventType.MarginReported)
            {
                return Report(in item.Body<MarginReported>(), TypedCommands.SequenceOf(payload));
            }
        }

        throw new InvalidDataException("a margin query without its report");
    }

    private static IResult Report(in MarginReported report, string sequence) => RestJson.Ok(new
    {
        marketId = report.Request.MarketId,
        assetId = report.AssetId,
        equity = FixedPoint.Format(report.Equity),
        collateral = FixedPoint.Format(report.Collateral),
        initialMargin = FixedPoint.Format(report.InitialMargin),
        maintenanceMargin = FixedPoint.Format(report.MaintenanceMargin),
        free = FixedPoint.Format(report.Free),
        withdrawable = FixedPoint.Format(report.Withdrawable),
        owed = FixedPoint.Format(report.Owed),
        hold = FixedPoint.Format(report.Hold),
        initialMarginAfter = FixedPoint.Format(report.InitialMarginAfter),
        freeAfter = FixedPoint.Format(report.FreeAfter),
        buyingPowerLots = Dto.Text(report.BuyingPowerLots),
        code = report.Reason == RejectReason.None ? null : Codes.Of(report.Reason),
        sequence,
    });
}
