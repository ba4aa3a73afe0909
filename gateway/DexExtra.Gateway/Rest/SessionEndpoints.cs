using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Login: a challenge, then a token for its signature. Orders need neither, their signature is the authority.
/// </summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/sessions/challenge", (HttpRequest request) => ChallengeAsync(services, request))
            .Describe(new Operation(Groups.SignIn, "A challenge to be signed as typed data.", Refusals.None)
                .Taking<ChallengeRequest>().With<ChallengeDto>());
        routes.MapPost("/v1/sessions", (HttpRequest request) => OpenAsync(services, request))
            .Describe(new Operation(
                Groups.SignIn, "A token for an answered challenge.", Refusals.Signature | Refusals.SignIn)
                .Taking<SessionRequest>().With<SessionDto>(StatusCodes.Status201Created));
    }

    private static async Task<IResult> ChallengeAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<ChallengeRequest>(request);
        if (problem is not null)
        {
            return problem;
        }

        if (!Address.TryParse(body!.Account, out var account) || account.IsZero)
        {
            return Problem.Malformed("account must be 0x and 40 hex digits, not zero");
        }

        return RestJson.Ok(new ChallengeDto(
            account.ToString(),
            services.Challenges.Issue(account).ToString(),
            GatewayLimits.ChallengeSeconds,
            GatewayLimits.MaxLoginSeconds,
            new DomainDto(
                services.Domain.Name,
                services.Domain.Version,
                services.Domain.ChainId,
                services.Domain.VerifyingContract.ToString())));
    }

    private static async Task<IResult> OpenAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<SessionRequest>(request);
        if (problem is not null)
        {
            return problem;
        }

        var parser = new FieldParser();
        var account = parser.Address(body!.Account, "account");
        var challenge = parser.Hash(body.Challenge, "challenge");
        var expiry = parser.Unsigned(body.Expiry, ulong.MaxValue, "expiry");
        if (parser.WrongMember is { } member)
        {
            return Problem.Malformed($"{member} is not of its type");
        }

        var now = services.Clock.UnixSeconds;
        if (expiry <= now || expiry > now + GatewayLimits.MaxLoginSeconds)
        {
            return Problem.Malformed($"expiry must be in the next {GatewayLimits.MaxLoginSeconds} seconds");
        }

        if (!RequestValue.TryBytes(body.Signature, Signature.EncodedBytes, out var signature))
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        var digest = LoginHash.Digest(services.Domain, account, in challenge, expiry);
        var reason = Attribute(services, in digest, account, signature, out var grantId);
        if (reason != RejectReason.None)
        {
            return Problem.Of(reason);
        }

        if (!services.Access.Allows(account, request.HttpContext.Connection.RemoteIpAddress))
        {
            return Problem.AddressNotAllowed();
        }

        return services.Challenges.TryConsume(account, in challenge)
            ? RestJson.Ok(
                new SessionDto(
                    services.Sessions.Open(account, grantId, expiry), account.ToString(), Dto.Text(expiry), grantId),
                StatusCodes.Status201Created)
            : Problem.Of(
                StatusCodes.Status401Unauthorized,
                Problem.UnauthenticatedCode,
                "The challenge was not issued here, is too old, or was answered before; ask for a new one.");
    }

    /// <summary>The owner, or one of his session keys.</summary>
    private static RejectReason Attribute(
        GatewayServices services, in Hash32 digest, Address account, byte[] signature, out uint grantId)
    {
        grantId = 0;
        return signature.Length == Signature.EncodedBytes
            ? services.Admission.Attribute(in digest, account, Signature.Decode(signature), out grantId)
            : RejectReason.InvalidSignature;
    }
}
