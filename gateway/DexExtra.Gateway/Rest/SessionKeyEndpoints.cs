using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Session keys (docs/money.md §17): an owner's signed grant or revocation, whose signature is the authority; and a
/// list for whoever is logged in for him. A revocation holds from the sequence that the answer names.
/// </summary>
internal static class SessionKeyEndpoints
{
    private const string Path = "/v1/session-keys";

    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost(Path, (HttpRequest request) =>
            SetAsync(services, request.HttpContext, Eip712Type.SessionKeyGrant, Grant))
            .Describe(Sets("Grants a session key.", Eip712Type.SessionKeyGrant)
                .With<SessionKeyAnswerDto>(StatusCodes.Status201Created));
        routes.MapDelete(Path, (HttpRequest request) =>
            SetAsync(services, request.HttpContext, Eip712Type.SessionKeyRevoke, Revocation))
            .Describe(Sets("Revokes a session key.", Eip712Type.SessionKeyRevoke).With<SessionKeyAnswerDto>());
        routes.MapGet(Path, (HttpRequest request) => List(services, request))
            .Describe(new Operation(Groups.SessionKeys, "Grants of the owner, newest first.", Refusals.Token)
                .With<SessionKeysDto>().Asking(QueryMember.Subaccount));
    }

    private static Operation Sets(string summary, Eip712Type type) =>
        new Operation(Groups.SessionKeys, summary, Refusals.Signature | Refusals.Engine | Refusals.Commands)
            .Signed(type);

    private static SetSessionKey Grant(TypedFields f) => new()
    {
        Action = SessionKeyAction.Grant,
        Owner = f.Address("owner"),
        Key = f.Address("key"),
        Subaccount = f.UInt32("subaccount"),
        MarketId = f.UInt32("marketId"),
        Permissions = (SessionKeyPermissions)f.UInt32("permissions"),
        ExpiresAtSeconds = f.Unsigned("expiresAt"),
        Nonce = f.Unsigned("nonce"),
    };

    private static SetSessionKey Revocation(TypedFields f) => new()
    {
        Action = SessionKeyAction.Revoke,
        Owner = f.Address("owner"),
        Key = f.Address("key"),
        Nonce = f.Unsigned("nonce"),
    };

    private static async Task<IResult> SetAsync(
        GatewayServices services, HttpContext context, Eip712Type type, Func<TypedFields, SetSessionKey> build)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, fields, problem) = await TypedCommands.ReadAsync(context, type);
        var command = fields is null ? default : build(fields);
        problem ??= Sign(services, body!, ref command) ?? Limit(services, context, in command);
        if (problem is not null)
        {
            return problem;
        }

        var (payload, refusal) =
            await services.Engine.SendAsync(CommandType.SetSessionKey, command, context.RequestAborted);
        return payload is null ? Problem.Of(refusal)
            : TypedCommands.Refusal(payload) ?? Answer(services, in command, payload);
    }

    /// <summary>Only the owner himself: a session key grants and revokes nothing.</summary>
    private static IResult? Sign(GatewayServices services, CommandRequest body, ref SetSessionKey command)
    {
        var problem = OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out command.Signature);
        if (problem is not null)
        {
            return problem;
        }

        var digest = SessionKeyHash.Digest(services.Domain, in command);
        var reason = SignatureVerifier.Verify(in digest, command.Owner, in command.Signature);
        return reason == RejectReason.None ? null : Problem.Of(reason);
    }

    /// <summary>A revocation has the tokens of cancels, so that orders cannot use them up.</summary>
    private static IResult? Limit(GatewayServices services, HttpContext context, in SetSessionKey command) =>
        command.Action == SessionKeyAction.Grant
            ? OrderIntake.Limit(services, context, command.Owner, orders: 1)
            : OrderIntake.LimitCancel(services, context, command.Owner);

    private static IResult Answer(GatewayServices services, in SetSessionKey command, byte[] payload)
    {
        var grantId = 0U;
        foreach (var item in new EventFrame(payload))
        {
            if (item.Type == EventType.SessionKeyChanged)
            {
                grantId = item.Body<SessionKeyChanged>().GrantId;
            }
        }

        lock (services.Venue.Gate)
        {
            var record = services.Venue.SessionKeys.NewestFirst(command.Owner)
                .FirstOrDefault(key => key.GrantId == grantId);
            return RestJson.Ok(
                new SessionKeyAnswerDto(
                    record is null ? null : Describe(services, record), TypedCommands.SequenceOf(payload)),
                command.Action == SessionKeyAction.Grant ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
    }

    private static IResult List(GatewayServices services, HttpRequest request)
    {
        if (!services.Sessions.TryAuthenticate(request, out var account, out _, out var problem))
        {
            return problem;
        }

        lock (services.Venue.Gate)
        {
            return RestJson.Ok(new SessionKeysDto(
                [.. services.Venue.SessionKeys.NewestFirst(account.Owner).Select(key => Describe(services, key))],
                Dto.Text(services.Venue.Sequence)));
        }
    }

    private static SessionKeyDto Describe(GatewayServices services, SessionKeyRecord record) => new(
        record.GrantId,
        record.Grant.Owner.ToString(),
        record.Grant.Key.ToString(),
        record.Grant.Subaccount,
        record.Grant.MarketId,
        (uint)record.Grant.Permissions,
        Dto.Text(record.Grant.ExpiresAtSeconds),
        Dto.Text(record.Grant.Nonce),
        record.IsRevoked ? "REVOKED" : record.IsOver(services.Venue.EngineSeconds) ? "EXPIRED" : "LIVE",
        Dto.Text(record.GrantedSequence),
        record.IsRevoked ? Dto.Text(record.RevokedSequence) : null);
}
