using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// What an owner signs about his money: margin mode, margin of an isolated position, transfers between his accounts,
/// withdrawals. No session: the signature is the authority, and the nonce, one of his orders', makes repeats harmless.
/// </summary>
internal static class OwnerCommandEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/margin-modes", (HttpRequest request) => PostAsync(
            services, request.HttpContext, Eip712Type.SetMarginMode, CommandType.SetMarginMode, Mode))
            .Describe(Commands("Cross or isolated margin of a market (R5).", Eip712Type.SetMarginMode));
        routes.MapPost("/v1/margin-adjustments", (HttpRequest request) => PostAsync(
            services, request.HttpContext, Eip712Type.AdjustMargin, CommandType.AdjustMargin, Adjustment))
            .Describe(Commands("Moves margin of an isolated position.", Eip712Type.AdjustMargin));
        routes.MapPost("/v1/transfers", (HttpRequest request) => PostAsync(
            services, request.HttpContext, Eip712Type.Transfer, CommandType.Transfer, Transfer))
            .Describe(Commands("Moves money between subaccounts (U1).", Eip712Type.Transfer));
        routes.MapPost("/v1/withdrawals", (HttpRequest request) =>
            services.NettedSettlement || services.PaysWithdrawals
                ? PostAsync(
                    services, request.HttpContext, Eip712Type.RequestWithdrawal, CommandType.RequestWithdrawal,
                    Withdrawal)
                : Task.FromResult(Problem.Of(CommandRejectReason.NotSupported)))
            .Describe(Commands("Asks for a withdrawal (K2).", Eip712Type.RequestWithdrawal));
    }

    private static Operation Commands(string summary, Eip712Type type) =>
        new Operation(Groups.Owner, summary, Refusals.Signature | Refusals.Engine | Refusals.Commands)
            .Signed(type).With<OwnerCommandDto>();

    private static SetMarginMode Mode(TypedFields f) => new()
    {
        Account = f.Account(),
        MarketId = f.UInt32("marketId"),
        Mode = (MarginMode)f.UInt8("mode"),
        Nonce = f.Unsigned("nonce"),
    };

    private static AdjustMargin Adjustment(TypedFields f) => new()
    {
        Account = f.Account(),
        MarketId = f.UInt32("marketId"),
        Amount = f.Wide("amount"),
        Nonce = f.Unsigned("nonce"),
    };

    private static Transfer Transfer(TypedFields f) => new()
    {
        From = f.Account(),
        ToSubaccount = f.UInt32("toSubaccount"),
        AssetId = f.UInt32("assetId"),
        Amount = f.Wide("amount"),
        Nonce = f.Unsigned("nonce"),
    };

    private static RequestWithdrawal Withdrawal(TypedFields f) => new()
    {
        Account = f.Account(),
        Recipient = f.Address("recipient"),
        AssetId = f.UInt32("assetId"),
        Amount = f.Wide("amount"),
        Nonce = f.Unsigned("nonce"),
    };

    private static async Task<IResult> PostAsync<TBody>(
        GatewayServices services, HttpContext context, Eip712Type type, CommandType command,
        Func<TypedFields, TBody> build)
        where TBody : unmanaged
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, fields, problem) = await TypedCommands.ReadAsync(context, type);
        problem ??= Refuse(services, fields!, body!) ?? RefuseUnmirrored(services, type, fields!)
            ?? OrderIntake.Limit(services, context, fields!.Account().Owner, orders: 1);
        if (problem is not null)
        {
            return problem;
        }

        var (payload, refusal) = await services.Engine.SendAsync(command, build(fields!), context.RequestAborted);
        return payload is null ? Problem.Of(refusal)
            : TypedCommands.Refusal(payload) ?? Answer(services, fields!.Account(), payload);
    }

    private static IResult? Refuse(GatewayServices services, TypedFields fields, CommandRequest body)
    {
        var refusal = OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out var signature);
        if (refusal is not null)
        {
            return refusal;
        }

        var digest = fields.Digest(services.Domain);
        var reason = SignatureVerifier.Verify(in digest, fields.Address("account"), in signature);
        return reason == RejectReason.None ? null : Problem.Of(reason);
    }

    /// <summary>
    /// What the vault could not do after the engine: it pays an account itself and nobody else, and it moves nothing
    /// between subaccounts, so that trades and withdrawals from the receiving one would fail on chain.
    /// </summary>
    private static IResult? RefuseUnmirrored(GatewayServices services, Eip712Type type, TypedFields fields) =>
        type == Eip712Type.Transfer && !services.NettedSettlement
            ? Problem.Of(CommandRejectReason.NotSupported)
        : type == Eip712Type.RequestWithdrawal && services.PaysWithdrawals
            && fields.Address("recipient") != fields.Address("account")
            ? Problem.Of(CommandRejectReason.InvalidParameters)
        : null;

    /// <summary>The account as it stands now, which shows the effect; of a withdrawal also its number.</summary>
    private static IResult Answer(GatewayServices services, AccountId account, byte[] payload)
    {
        var withdrawal = default(WithdrawalDto);
        foreach (var item in new EventFrame(payload))
        {
            if (item.Type == EventType.WithdrawalChanged)
            {
                withdrawal = MoneyDto.Withdrawal(item.Body<WithdrawalChanged>());
            }
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new OwnerCommandDto(
                MoneyDto.Account(services.Venue, account), withdrawal, TypedCommands.SequenceOf(payload)));
        }
    }
}
