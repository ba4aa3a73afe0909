using DexExtra.Gateway.Access;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Who may read for an owner and from where: read-only keys and allow lists (S272), each change signed by the owner
/// himself, whose signature is the authority. They are this gateway's own, kept in its access log: the engine has no
/// use for them, and no key of them moves anything.
/// </summary>
internal static class ApiKeyEndpoints
{
    private const string KeysPath = "/v1/api-keys";
    private const string ListPath = "/v1/allow-list";

    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost(KeysPath, (HttpRequest request) =>
            SetAsync(services, request.HttpContext, Eip712Type.ApiKeyGrant, Grant))
            .Describe(Sets("Creates a read-only key; its secret is told once.", Eip712Type.ApiKeyGrant)
                .With<ApiKeyCreatedDto>(StatusCodes.Status201Created));
        routes.MapDelete(KeysPath, (HttpRequest request) =>
            SetAsync(services, request.HttpContext, Eip712Type.ApiKeyRevoke, Revoke))
            .Describe(Sets("Revokes a read-only key.", Eip712Type.ApiKeyRevoke).With<ApiKeyRevokedDto>());
        routes.MapGet(KeysPath, (HttpRequest request) => OfOwner(services, request, owner => RestJson.Ok(
            new ApiKeysDto([.. services.Access.KeysOf(owner).Select(key => Describe(services, key))]))))
            .Describe(new Operation(Groups.Access, "The owner's read-only keys, newest first.", Refusals.Token)
                .With<ApiKeysDto>().Asking(QueryMember.Subaccount));
        routes.MapPut(ListPath, (HttpRequest request) =>
            SetAsync(services, request.HttpContext, Eip712Type.AddressAllowList, SetList))
            .Describe(Sets("From where the owner's requests are taken.", Eip712Type.AddressAllowList)
                .With<AllowListDto>());
        routes.MapGet(ListPath, (HttpRequest request) => OfOwner(services, request, owner => List(services, owner)))
            .Describe(new Operation(Groups.Access, "The owner's allow list.", Refusals.Token)
                .With<AllowListDto>().Asking(QueryMember.Subaccount));
    }

    private static Operation Sets(string summary, Eip712Type type) =>
        new Operation(Groups.Access, summary, Refusals.Signature | Refusals.Access).Signed(type);

    private static async Task<IResult> SetAsync(
        GatewayServices services, HttpContext context, Eip712Type type,
        Func<GatewayServices, TypedFields, Address, IResult> set)
    {
        if (!services.Follower.IsCaughtUp)
        {
            return OrderIntake.NotReady();
        }

        var (body, fields, problem) = await TypedCommands.ReadAsync(context, type);
        problem ??= Refuse(services, context, type, fields!, body!);
        return problem ?? set(services, fields!, fields!.Address("account"));
    }

    /// <summary>
    /// Only the owner himself, from where he allows; but his list he may change from everywhere, so that he cannot lock
    /// himself out.
    /// </summary>
    private static IResult? Refuse(
        GatewayServices services, HttpContext context, Eip712Type type, TypedFields fields, CommandRequest body)
    {
        var refusal = OrderIntake.TryParseSignature(services, body.Domain, body.Signature, out var signature);
        if (refusal is not null)
        {
            return refusal;
        }

        var owner = fields.Address("account");
        var digest = fields.Digest(services.Domain);
        var reason = SignatureVerifier.Verify(in digest, owner, in signature);
        if (reason != RejectReason.None)
        {
            return Problem.Of(reason);
        }

        if (!services.Venue.IsKnown(owner))
        {
            return Problem.Of(RejectReason.UnknownAccount);
        }

        if (type != Eip712Type.AddressAllowList)
        {
            return OrderIntake.LimitCancel(services, context, owner);
        }

        return services.RateLimits.TryTakeCancel(owner, out var retryAfterNs)
            ? null
            : Problem.RateLimited(context, retryAfterNs);
    }

    private static IResult Grant(GatewayServices services, TypedFields fields, Address owner)
    {
        var (scopes, expiry) = ((ApiKeyScopes)fields.UInt32("scopes"), fields.Unsigned("expiresAt"));
        var (addresses, label) = (fields.Text("addresses"), fields.Text("label"));
        var now = services.Clock.UnixSeconds;
        if (scopes == ApiKeyScopes.None || (scopes & ~ApiKeyScopes.All) != 0)
        {
            return Problem.Malformed("scopes must be 1 (orders), 2 (account) or 3 (both)");
        }

        if (expiry <= now || expiry > now + GatewayLimits.MaxApiKeySeconds)
        {
            return Problem.Malformed($"expiresAt must be in the next {GatewayLimits.MaxApiKeySeconds} seconds");
        }

        if (!AddressList.TryParse(addresses, out _))
        {
            return NoAddresses();
        }

        if (label.Length > GatewayLimits.MaxApiKeyLabelCharacters || label.Any(char.IsControl))
        {
            return Problem.Malformed($"label must have at most {GatewayLimits.MaxApiKeyLabelCharacters} characters");
        }

        if (services.Access.KeysOf(owner).Count(key => key.Expiry > now) >= GatewayLimits.MaxApiKeysPerOwner)
        {
            return Problem.Of(RejectReason.LimitReached);
        }

        return services.Access.TryCreateKey(owner, label, scopes, addresses, expiry, fields.Unsigned("nonce"))
            is var (key, secret)
            ? RestJson.Ok(new ApiKeyCreatedDto(Describe(services, key), secret), StatusCodes.Status201Created)
            : NoNonce();
    }

    private static IResult Revoke(GatewayServices services, TypedFields fields, Address owner)
    {
        var id = fields.Text("keyId");
        if (services.Access.KeysOf(owner).All(key => key.Id != id))
        {
            return Problem.NotFound("The owner has no such key.");
        }

        return services.Access.TryRevokeKey(owner, id, fields.Unsigned("nonce"))
            ? RestJson.Ok(new ApiKeyRevokedDto(
                Describe(services, services.Access.KeysOf(owner).First(key => key.Id == id))))
            : NoNonce();
    }

    private static IResult SetList(GatewayServices services, TypedFields fields, Address owner)
    {
        var addresses = fields.Text("addresses");
        if (!AddressList.TryParse(addresses, out _))
        {
            return NoAddresses();
        }

        return services.Access.TrySetAllowed(owner, addresses, fields.Unsigned("nonce"))
            ? List(services, owner)
            : NoNonce();
    }

    private static IResult List(GatewayServices services, Address owner) =>
        RestJson.Ok(new AllowListDto(owner.ToString(), services.Access.AllowedOf(owner)));

    private static IResult OfOwner(GatewayServices services, HttpRequest request, Func<Address, IResult> answer) =>
        services.Sessions.TryAuthenticate(request, out var account, out _, out var problem)
            ? answer(account.Owner)
            : problem;

    private static ApiKeyDto Describe(GatewayServices services, ApiKey key) => new(
        key.Id,
        key.Owner.ToString(),
        key.Label,
        (uint)key.Scopes,
        key.Addresses,
        Dto.Text(key.Created),
        Dto.Text(key.Expiry),
        key.IsRevoked ? "REVOKED" : key.IsLive(services.Clock.UnixSeconds) ? "LIVE" : "EXPIRED");

    private static IResult NoAddresses() => Problem.Malformed(
        $"addresses must be at most {AddressList.MaxNetworks} IP addresses or networks, separated by commas");

    private static IResult NoNonce() => Problem.Of(
        RejectReason.NonceReused,
        "The nonce must be the Unix millisecond of signing, above all earlier ones of the account; sign again.");
}
