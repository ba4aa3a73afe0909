using System.Globalization;
using System.Net;
using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Rest.Description;
using DexExtra.Gateway.SignIn;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Sign-In with Ethereum (ERC-4361): a text that any wallet shows and signs, for a short access token (JWT) that
/// databases and feeds take too, and a refresh token that is good once.
/// </summary>
internal static class SignInEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, GatewayServices services)
    {
        routes.MapPost("/v1/auth/challenge", (HttpRequest request) => ChallengeAsync(services, request))
            .Describe(SignIn("The text of ERC-4361 to be signed with personal_sign.")
                .Taking<SignInChallengeRequest>().With<SignInChallengeDto>());
        routes.MapPost("/v1/auth/sign-in", (HttpRequest request) => SignInAsync(services, request))
            .Describe(SignIn("Tokens for the signed text.")
                .Taking<SignInRequest>().With<SignedInDto>(StatusCodes.Status201Created));
        routes.MapPost("/v1/auth/refresh", (HttpRequest request) => RefreshAsync(services, request))
            .Describe(SignIn("The next tokens; a refresh token that comes twice ends its session.")
                .Taking<RefreshRequest>().With<SignedInDto>());
        routes.MapPost("/v1/auth/sign-out", (HttpRequest request) => SignOutAsync(services, request))
            .Describe(new Operation(Groups.SignIn, "Ends the session of the access token.", Refusals.Token)
                .Taking<SignOutRequest>().With<SignedOutDto>());
        routes.MapGet("/.well-known/jwks.json", (HttpRequest request) => services.SignIn is { } signIn
            ? CachedAnswer.Json(request, new JsonWebKeysDto(signIn.Tokens.PublicKeys))
            : NotOffered())
            .Describe(SignIn("The public keys of the access tokens.").With<JsonWebKeysDto>().Cached());
    }

    private static Operation SignIn(string summary) =>
        new(Groups.SignIn, summary, Refusals.SignIn | Refusals.Wallet);

    private static IResult NotOffered() => Problem.NotFound("This venue offers no Sign-In with Ethereum.");

    private static async Task<IResult> ChallengeAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<SignInChallengeRequest>(request);
        if (problem is not null || services.SignIn is not { } signIn)
        {
            return problem ?? NotOffered();
        }

        if (!Address.TryParse(body!.Account, out var account) || account.IsZero)
        {
            return Problem.Malformed("account must be 0x and 40 hex digits, not zero");
        }

        var domain = body.Domain ?? signIn.Section.Domains[0];
        if (!signIn.Section.Domains.Contains(domain))
        {
            return Problem.Of(RejectReason.WrongDomain, "Pages of this domain may not ask for a sign-in.");
        }

        var now = services.Clock.Time.GetUtcNow();
        var message = new SiweMessage
        {
            Domain = domain,
            Address = account,
            Statement = signIn.Section.Statement,
            Uri = $"https://{domain}",
            ChainId = services.Domain.ChainId,
            Nonce = signIn.Challenges.Issue(account).ToString()[2..],
            IssuedAt = now,
            ExpirationTime = now.AddSeconds(GatewayLimits.SignInSeconds),
        };
        return RestJson.Ok(new SignInChallengeDto(
            message.Format(), ChecksumAddress.Format(account), domain, message.Uri, SiweMessage.Version,
            message.ChainId, message.Nonce, message.Statement, Text(now), Text(message.ExpirationTime.Value)));
    }

    private static async Task<IResult> SignInAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<SignInRequest>(request);
        if (problem is not null || services.SignIn is not { } signIn)
        {
            return problem ?? NotOffered();
        }

        if (SiweParser.Parse(body!.Message, out var wrongPart) is not { } message)
        {
            return Problem.Malformed($"the message is not of ERC-4361: {wrongPart}");
        }

        problem = Limit(services, request)
            ?? Foreign(services, signIn, message)
            ?? Untimely(services, message)
            ?? Unsigned(message, body)
            ?? (services.Access.Allows(message.Address, request.HttpContext.Connection.RemoteIpAddress)
                ? null : Problem.AddressNotAllowed());
        if (problem is not null)
        {
            return problem;
        }

        // the nonce is spent last, so that only its owner can spend it
        if (!Hash32.TryParse("0x" + message.Nonce, out var challenge)
            || !signIn.Challenges.TryConsume(message.Address, in challenge))
        {
            return NotGood("The nonce was not issued here, is too old, or was used before; ask for a new one.");
        }

        var end = services.Clock.UnixSeconds + (ulong)signIn.Section.RefreshSeconds;
        var isKnown = services.Venue.IsKnown(message.Address);
        return services.Access.OpenSession(message.Address, isKnown, end) is var (id, refreshToken)
            ? Tokens(signIn, message.Address, id, refreshToken, end, StatusCodes.Status201Created)
            : Problem.Of(RejectReason.Overloaded);
    }

    private static IResult? Limit(GatewayServices services, HttpRequest request) =>
        services.RateLimits.TryTakeSignIn(
            request.HttpContext.Connection.RemoteIpAddress ?? IPAddress.None, out var retryAfterNs)
            ? null
            : Problem.RateLimited(request.HttpContext, retryAfterNs);

    /// <summary>Made for another page, another chain, or with words that are not the venue's.</summary>
    private static IResult? Foreign(GatewayServices services, SignInServices signIn, SiweMessage message)
    {
        var uri = new Uri(message.Uri);
        return !signIn.Section.Domains.Contains(message.Domain) || uri.Authority != message.Domain
            || (message.Scheme is not null && message.Scheme != uri.Scheme)
            ? Problem.Of(RejectReason.WrongDomain, "domain and URI must be a page of this venue.")
        : message.ChainId != services.Domain.ChainId
            ? Problem.Of(RejectReason.WrongDomain, "Chain ID must be the venue's; see GET /v1/typed-data.")
        : message.Statement != signIn.Section.Statement
            ? Problem.Of(RejectReason.WrongDomain, "statement must be the one of the challenge.")
        : null;
    }

    private static IResult? Untimely(GatewayServices services, SiweMessage message)
    {
        var now = services.Clock.Time.GetUtcNow();
        var skew = TimeSpan.FromSeconds(GatewayLimits.SignInSkewSeconds);
        var isOld = message.IssuedAt < now - TimeSpan.FromSeconds(GatewayLimits.SignInSeconds) - skew;
        return isOld || message.IssuedAt > now + skew || message.ExpirationTime <= now || message.NotBefore > now
            ? NotGood("Issued At, Expiration Time or Not Before do not allow a sign-in now; ask for a new challenge.")
            : null;
    }

    private static IResult? Unsigned(SiweMessage message, SignInRequest body)
    {
        if (!RequestValue.TryBytes(body.Signature, GatewayLimits.MaxRequestBodyBytes, out var bytes))
        {
            return Problem.Of(RejectReason.InvalidSignature);
        }

        if (bytes.Length != Signature.EncodedBytes)
        {
            return Problem.Of(
                StatusCodes.Status422UnprocessableEntity, Problem.ContractWalletCode,
                "Signatures of contract wallets (ERC-1271, ERC-6492) are not taken; sign with a plain key.");
        }

        var digest = PersonalMessage.Digest(body.Message);
        var reason = SignatureVerifier.Verify(in digest, message.Address, bytes);
        return reason == RejectReason.None ? null : Problem.Of(reason);
    }

    private static async Task<IResult> RefreshAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<RefreshRequest>(request);
        if (problem is not null || services.SignIn is not { } signIn)
        {
            return problem ?? NotOffered();
        }

        if (Limit(services, request) is { } tooMany)
        {
            return tooMany;
        }

        if (!services.Access.TryRefresh(
            body!.RefreshToken, request.HttpContext.Connection.RemoteIpAddress, out var session, out var next))
        {
            return NotGood("The refresh token is not good, or was used before, which ends its session; sign in again.");
        }

        return next is null
            ? Problem.AddressNotAllowed()
            : Tokens(signIn, session.Owner, session.Id, next, session.Expiry, StatusCodes.Status200OK);
    }

    private static async Task<IResult> SignOutAsync(GatewayServices services, HttpRequest request)
    {
        var (body, problem) = await RestJson.ReadAsync<SignOutRequest>(request);
        if (problem is not null || !services.Sessions.TrySignIn(request, out var sessionId, out problem))
        {
            return problem;
        }

        return RestJson.Ok(new SignedOutDto(services.Access.EndSessions(sessionId, body!.EverySession)));
    }

    private static IResult Tokens(
        SignInServices signIn, Address owner, string sessionId, string refreshToken, ulong end, int status)
    {
        var (token, expiry) = signIn.Tokens.Issue(owner, sessionId);
        return RestJson.Ok(
            new SignedInDto(token, "bearer", Dto.Text(expiry), refreshToken, Dto.Text(end), owner.ToString()), status);
    }

    private static IResult NotGood(string detail) =>
        Problem.Of(StatusCodes.Status401Unauthorized, Problem.UnauthenticatedCode, detail);

    private static string Text(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
