using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
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
        routes.MapGet("/v1/funds", () => Funds(services))
            .Describe(OfVenue("Every fund of the venue.").With<FundsDto>());
        routes.MapGet("/v1/fees", () => Fees(services)).Describe(OfVenue("The fee schedule.").With<FeesDto>());
        routes.MapGet("/v1/venue", () => Switches(services))
            .Describe(OfVenue("Switches, collateral, limits of withdrawals.").With<VenueDto>());
        routes.MapGet("/v1/markets/{id}/risk", (string id) => OfMarket(services, id, market => new MarketRiskDto(
            market.Info.MarketId,
            Codes.Of(market.Info.Request.MarginMode),
            MarketMoneyDto.Risk(market),
            MarketMoneyDto.Limits(market.Limits))))
            .Describe(new Operation(Groups.Markets, "What the market asks for.", Refusals.Market)
                .With<MarketRiskDto>());
        routes.MapGet("/v1/markets/{id}/result", (string id) => OfMarket(services, id, market => new MarketResultDto(
            market.Info.MarketId,
            Codes.Of(market.State),
            MarketMoneyDto.Result(market),
            MarketMoneyDto.Settlement(market))))
            .Describe(new Operation(Groups.Markets, "Result and payout.", Refusals.Market).With<MarketResultDto>());
        routes.MapGet("/v1/withdrawals", (HttpRequest request) => OfAccount(
            services, request, account => new WithdrawalsDto(
                [.. (account?.WithdrawalsNewestFirst ?? []).Take(GatewayLimits.MaxPageRows)
                    .Select(MoneyDto.Withdrawal)],
                Dto.Text(services.Venue.Sequence))))
            .Describe(OfAccount("Withdrawals (K2).").With<WithdrawalsDto>());
        routes.MapGet("/v1/positions/closed", (HttpRequest request) => OfAccount(
            services, request, account => new ClosedPositionsDto(
                [.. (account?.ClosedNewestFirst ?? []).Take(GatewayLimits.MaxPageRows)
                    .Select(closed => MoneyDto.Closed(services.Venue.MarketOf(closed.MarketId).Info, closed))],
                Dto.Text(services.Venue.Sequence))))
            .Describe(OfAccount("Closed positions (F10).").With<ClosedPositionsDto>());
        routes.MapGet("/v1/margin", (HttpRequest request) => MarginAsync(services, request.HttpContext))
            .Describe(Margin);
    }

    private static Operation Margin { get; } = OfAccount("Margin, and what an order would do to it.")
        .With<MarginReportDto>()
        .Asking(
            QueryMember.Number("marketId", "The market.", isRequired: true),
            QueryMember.Number("side", "1 = buy, 2 = sell; with lots."),
            new QueryMember("priceTicks", "Of the order; with lots.", "^-?[0-9]+$"),
            QueryMember.Number("lots", "Of the order; without, there is none."))
        with { Refusals = Refusals.Token | Refusals.Query | Refusals.Engine | Refusals.Orders | Refusals.Commands };

    private static Operation OfVenue(string summary) => new(Groups.Venue, summary, Refusals.None);

    private static Operation OfAccount(string summary) =>
        new Operation(Groups.Account, summary, Refusals.Token).Asking(QueryMember.Subaccount);

    private static IResult Funds(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new FundsDto(
                [.. services.Venue.Funds.Select(pair => new FundDto(
                    Codes.Of(pair.Key.Kind), pair.Key.AssetId, pair.Key.MarketId, FixedPoint.Format(pair.Value)))],
                Dto.Text(services.Venue.Sequence)));
        }
    }

    private static IResult Fees(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            var schedule = services.Venue.FeeSchedule;
            var tiers = new List<FeeTierDto>();
            for (var index = 0; index < schedule.Count; index++)
            {
                var tier = schedule.Tiers[index];
                tiers.Add(new FeeTierDto(
                    index + 1, FixedPoint.Format(tier.MinVolume), tier.TakerDiscountBp, tier.MakerDiscountBp));
            }

            return RestJson.Ok(new FeesDto(tiers, Dto.Text(services.Venue.Sequence)));
        }
    }

    private static IResult Switches(GatewayServices services)
    {
        lock (services.Venue.Gate)
        {
            var venue = services.Venue;
            return RestJson.Ok(new VenueDto(
                venue.Switches.HaltTrading != 0,
                venue.Switches.FreezeWithdrawals != 0,
                venue.Switches.LowSpace != LowSpaceSwitch.None,
                [.. venue.Collateral.Values.Select(backing => new CollateralDto(
                    backing.AssetId,
                    backing.BackedAssetId,
                    backing.HaircutBp,
                    FixedPoint.Format(backing.Cap),
                    venue.CollateralPrices.TryGetValue(backing.AssetId, out var price)
                        ? FixedPoint.Format(price.Price)
                        : null))],
                [.. venue.WithdrawalLimits.Values.Select(limits => new WithdrawalLimitsDto(
                    limits.AssetId,
                    limits.HourlyShareBp,
                    FixedPoint.Format(limits.HourlyAmount),
                    FixedPoint.Format(limits.SmallAmount),
                    limits.OutageGateSeconds))],
                Dto.Text(venue.Sequence)));
        }
    }

    private static IResult OfMarket<TAnswer>(
        GatewayServices services, string id, Func<MarketView, TAnswer> answer)
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

    private static IResult OfAccount<TAnswer>(
        GatewayServices services, HttpRequest request, Func<AccountView?, TAnswer> answer)
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

    private static IResult Report(in MarginReported report, string sequence) => RestJson.Ok(new MarginReportDto(
        report.Request.MarketId,
        report.AssetId,
        FixedPoint.Format(report.Equity),
        FixedPoint.Format(report.Collateral),
        FixedPoint.Format(report.InitialMargin),
        FixedPoint.Format(report.MaintenanceMargin),
        FixedPoint.Format(report.Free),
        FixedPoint.Format(report.Withdrawable),
        FixedPoint.Format(report.Owed),
        FixedPoint.Format(report.Hold),
        FixedPoint.Format(report.InitialMarginAfter),
        FixedPoint.Format(report.FreeAfter),
        Dto.Text(report.BuyingPowerLots),
        report.Reason == RejectReason.None ? null : Codes.Of(report.Reason),
        sequence));
}
