using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Operators' commands about money, margin and the venue (docs/money.md): the body's <c>command</c> has the members of
/// the typed data of the same name, signed by the admin, with a nonce that passes once like all operators' commands.
/// </summary>
internal static class VenueEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        var map = new Mapping(routes, services);
        map.Add("fee-schedule", Eip712Type.SetFeeSchedule, CommandType.SetFeeSchedule, VenueCommands.FeeSchedule);
        map.Add(
            "risk-parameters", Eip712Type.SetRiskParameters, CommandType.SetRiskParameters,
            VenueCommands.RiskParameters);
        map.Add("risk-limits", Eip712Type.SetRiskLimits, CommandType.SetRiskLimits, VenueCommands.RiskLimits);
        map.Add("collateral", Eip712Type.SetCollateral, CommandType.SetCollateral, VenueCommands.Collateral);
        map.Add(
            "collateral-prices", Eip712Type.SetCollateralPrice, CommandType.SetCollateralPrice,
            VenueCommands.CollateralPrice);
        map.Add("fund-transfers", Eip712Type.FundTransfer, CommandType.FundTransfer, VenueCommands.FundTransfer);
        map.Add(
            "withdrawal-limits", Eip712Type.SetWithdrawalLimits, CommandType.SetWithdrawalLimits,
            VenueCommands.WithdrawalLimits);
        map.Add("venue-state", Eip712Type.SetVenueState, CommandType.SetVenueState, VenueCommands.VenueState);
        map.Add("oracle-updates", Eip712Type.OracleUpdate, CommandType.OracleUpdate, VenueCommands.OracleUpdate);
        map.Add("busts", Eip712Type.BustTrade, CommandType.BustTrade, VenueCommands.BustTrade, Signers.BothAdmins);
        map.Add(
            "withdrawal-updates", Eip712Type.WithdrawalUpdate, CommandType.WithdrawalUpdate,
            VenueCommands.WithdrawalUpdate, Signers.SettlementOrAdmin);
    }

    private static async Task<IResult> PostAsync<TBody>(
        GatewayServices services, HttpContext context, Kind<TBody> kind)
        where TBody : unmanaged
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, fields, problem) = await TypedCommands.ReadAsync(context, kind.Type);
        problem ??= Refuse(services, fields!, body!, kind.Signers) ?? RefuseForeign(services, kind.Command)
            ?? RefuseUnmirrored(services, kind.Command, fields!);
        if (problem is not null)
        {
            return problem;
        }

        var (payload, refusal) =
            await services.Engine.SendAsync(kind.Command, kind.Build(fields!), context.RequestAborted);
        return payload is null ? Problem.Of(refusal)
            : TypedCommands.Refusal(payload)
                ?? RestJson.Ok(new SequenceDto(TypedCommands.SequenceOf(payload)));
    }

    /// <summary>The nonce is spent last, so that nobody but the admin can spend one.</summary>
    private static IResult? Refuse(
        GatewayServices services, TypedFields fields, CommandRequest body, Signers signers)
    {
        var digest = fields.Digest(services.Domain);
        if (signers == Signers.SettlementOrAdmin && services.Settlement is { } settlement
            && AdminSignature.Check(services, digest, body.Signature, body.Domain, settlement.Signer) is null)
        {
            return Spend(settlement.Nonces, fields);
        }

        return AdminSignature.Check(services, digest, body.Signature, body.Domain)
            ?? (signers == Signers.BothAdmins
                ? AdminSignature.CheckSecond(services, digest, body.SecondSignature)
                : null)
            ?? Spend(services.AdminNonces, fields);
    }

    /// <summary>Where the settlement process pays, nobody else may say what was paid: it could be paid twice.</summary>
    private static IResult? RefuseForeign(GatewayServices services, CommandType command) =>
        command == CommandType.WithdrawalUpdate && services.PaysWithdrawals
            ? Problem.Of(CommandRejectReason.NotSupported)
            : null;

    /// <summary>The vault takes nothing out of an account but trades and withdrawals (docs/money.md §13).</summary>
    private static IResult? RefuseUnmirrored(GatewayServices services, CommandType command, TypedFields fields) =>
        command == CommandType.FundTransfer && !services.NettedSettlement
            && (FundKind)fields.UInt8("from") == FundKind.Account
            ? Problem.Of(CommandRejectReason.NotSupported)
            : null;

    private static IResult? Spend(AdminNonces nonces, TypedFields fields) =>
        nonces.TryUse(fields.Unsigned("nonce")) ? null : Problem.Of(
            RejectReason.NonceReused,
            "The nonce must be the Unix millisecond of signing, above all earlier ones; sign again.");

    private sealed record Kind<TBody>(
        Eip712Type Type, CommandType Command, Func<TypedFields, TBody> Build, Signers Signers);

    /// <summary>Whose signature a command needs.</summary>
    private enum Signers
    {
        Admin,
        BothAdmins,
        SettlementOrAdmin,
    }

    private readonly struct Mapping(IEndpointRouteBuilder routes, GatewayServices services)
    {
        public void Add<TBody>(
            string path, Eip712Type type, CommandType command, Func<TypedFields, TBody> build,
            Signers signers = Signers.Admin)
            where TBody : unmanaged
        {
            var (all, kind) = (services, new Kind<TBody>(type, command, build, signers));
            routes.MapPost($"/v1/admin/{path}", (HttpRequest request) => PostAsync(all, request.HttpContext, kind))
                .Describe(new Operation(
                    Groups.Admin, $"The typed data {type.Name}.",
                    Refusals.Operator | Refusals.Engine | Refusals.Commands).Signed(type).With<SequenceDto>());
        }
    }
}
