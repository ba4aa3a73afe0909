using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Gateway.Access;
using DexExtra.Gateway.SignIn;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Bearer tokens of REST: 32 random bytes, kept only as their hash, each good for one address until the expiry that was
/// signed; one that a session key signed also ends with its grant. Lost on restart, which costs a client one login.
/// Bounded per address and key. Access tokens of a sign-in and read-only keys are taken in the same place; the latter
/// by GET only and by no feed. Any thread.
/// </summary>
internal sealed class RestSessions(
    GatewayClock clock, VenueView venue, AccessBook? access = null, AccessTokens? signIn = null)
{
    private const int TokenBytes = 32;
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private readonly Dictionary<Hash32, RestSession> _byHash = [];
    private readonly Dictionary<(Address Owner, uint GrantId), Queue<Hash32>> _byOwner = [];
    private readonly ConcurrentDictionary<Hash32, RestSession> _signedIn = new();

    /// <summary>A new token; the oldest of the owner, or of his session key, makes room.</summary>
    public string Open(Address owner, uint grantId, ulong expirySeconds)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var hash = HashOf(token);
        lock (_gate)
        {
            if (!_byOwner.TryGetValue((owner, grantId), out var tokens))
            {
                tokens = new Queue<Hash32>();
                _byOwner.Add((owner, grantId), tokens);
            }

            if (tokens.Count == GatewayLimits.MaxRestSessionsPerAddress)
            {
                _byHash.Remove(tokens.Dequeue());
            }

            tokens.Enqueue(hash);
            _byHash.Add(hash, new RestSession(owner, grantId, expirySeconds));
        }

        return token;
    }

    /// <summary>Whose account the request is about and by which grant it is sent, or the problem to answer.</summary>
    public bool TryAuthenticate(
        HttpRequest request, out AccountId account, out uint grantId, [NotNullWhen(false)] out IResult? problem)
    {
        account = default;
        grantId = 0;
        if (!TryFind(request, out var session, out problem))
        {
            return false;
        }

        problem = Outside(request, in session);
        if (problem is not null)
        {
            return false;
        }

        if (!RequestValue.TrySubaccount(request, out var subaccount))
        {
            problem = Problem.Malformed("subaccount is not a number");
            return false;
        }

        account = new AccountId(session.Owner, subaccount);
        grantId = session.GrantId;
        problem = venue.SessionKeys.Covers(grantId, subaccount) ? null : Problem.Of(RejectReason.SessionKeyScope);
        return problem is null;
    }

    /// <summary>The sign-in behind the request's token, for signing out.</summary>
    public bool TrySignIn(HttpRequest request, out string sessionId, [NotNullWhen(false)] out IResult? problem)
    {
        sessionId = string.Empty;
        if (!TryFind(request, out var session, out problem))
        {
            return false;
        }

        sessionId = session.SignInId ?? string.Empty;
        problem = session.SignInId is null ? Problem.Unauthenticated() : null;
        return problem is null;
    }

    /// <summary>Whose token it is, and by which grant it was opened; false when it is not good now.</summary>
    public bool TryOwner(string? token, out Address owner, out uint grantId)
    {
        owner = default;
        grantId = 0;
        if (token is null || !TryFind(token, out var session) || session.Key is not null)
        {
            return false;
        }

        owner = session.Owner;
        grantId = session.GrantId;
        return true;
    }

    /// <summary>The same for a connection from an address, which the owner must allow.</summary>
    public bool TryLogin(string? token, IPAddress? remote) =>
        TryOwner(token, out var owner, out _) && (access is null || access.Allows(owner, remote));

    private bool TryFind(string token, out RestSession session)
    {
        session = default;
        if (token.Length > GatewayLimits.MaxTokenCharacters)
        {
            return false;
        }

        if (token.StartsWith(AccessBook.SecretPrefix, StringComparison.Ordinal))
        {
            var key = access?.FindKey(token);
            session = key is null ? default : new RestSession(key.Owner, 0, key.Expiry) { Key = key };
            return key is not null;
        }

        return token.Contains('.') ? TrySignedIn(token, out session) : TryOpened(token, out session);
    }

    /// <summary>A signature is checked once; that the session lives, each time.</summary>
    private bool TrySignedIn(string token, out RestSession session)
    {
        session = default;
        if (signIn is null || access is null)
        {
            return false;
        }

        var (hash, version) = (HashOf(token), signIn.KeysVersion);
        if (!_signedIn.TryGetValue(hash, out session) || session.KeysVersion != version)
        {
            if (!signIn.TryRead(token, out var owner, out var id, out var expiry))
            {
                return false;
            }

            session = new RestSession(owner, 0, expiry) { SignInId = id, KeysVersion = version };
            if (_signedIn.Count < GatewayLimits.MaxKnownTokens)
            {
                _signedIn[hash] = session;
            }
        }

        return clock.UnixSeconds < session.ExpirySeconds && access.IsSessionLive(session.SignInId!, session.Owner);
    }

    private bool TryOpened(string token, out RestSession session)
    {
        session = default;
        if (token.Length != 2 * TokenBytes)
        {
            return false;
        }

        lock (_gate)
        {
            return _byHash.TryGetValue(HashOf(token), out session)
                && clock.UnixSeconds < session.ExpirySeconds
                && venue.SessionKeys.IsLive(session.GrantId, venue.EngineSeconds);
        }
    }

    private bool TryFind(
        HttpRequest request, out RestSession session, [NotNullWhen(false)] out IResult? problem)
    {
        session = default;
        problem = Problem.Unauthenticated();
        var header = request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal))
        {
            return false;
        }

        if (!TryFind(header[Scheme.Length..], out session))
        {
            return false;
        }

        problem = null;
        return true;
    }

    /// <summary>What the owner's allow list, or the key's own bounds, keep out.</summary>
    private IResult? Outside(HttpRequest request, in RestSession session)
    {
        var remote = request.HttpContext.Connection.RemoteIpAddress;
        if ((access is not null && !access.Allows(session.Owner, remote))
            || session.Key is { } bound && !bound.Allowed.Allows(remote))
        {
            return Problem.AddressNotAllowed();
        }

        return session.Key is { } key && !ApiKeyScope.Covers(key.Scopes, request) ? Problem.OutsideKey() : null;
    }

    public void DropExpired()
    {
        foreach (var (hash, known) in _signedIn)
        {
            if (known.ExpirySeconds <= clock.UnixSeconds)
            {
                _signedIn.TryRemove(hash, out _);
            }
        }

        lock (_gate)
        {
            foreach (var (owner, tokens) in _byOwner)
            {
                while (tokens.TryPeek(out var oldest) && _byHash[oldest].ExpirySeconds <= clock.UnixSeconds)
                {
                    _byHash.Remove(tokens.Dequeue());
                }

                if (tokens.Count == 0)
                {
                    _byOwner.Remove(owner);
                }
            }
        }
    }

    private static Hash32 HashOf(string token) => new(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private readonly record struct RestSession(Address Owner, uint GrantId, ulong ExpirySeconds)
    {
        /// <summary>Set when a read-only key asks.</summary>
        public ApiKey? Key { get; init; }

        /// <summary>Set when an access token of a sign-in asks.</summary>
        public string? SignInId { get; init; }

        /// <summary>With which keys its signature was found good.</summary>
        public int KeysVersion { get; init; }
    }
}
