using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Gateway.Views;
using DexExtra.Messages;
using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Bearer tokens of REST: 32 random bytes, kept only as their hash, each good for one address until the expiry that was
/// signed; one that a session key signed also ends with its grant. Lost on restart, which costs a client one login.
/// Bounded per address and key. Any thread.
/// </summary>
internal sealed class RestSessions(GatewayClock clock, VenueView venue)
{
    private const int TokenBytes = 32;
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private readonly Dictionary<Hash32, RestSession> _byHash = [];
    private readonly Dictionary<(Address Owner, uint GrantId), Queue<Hash32>> _byOwner = [];

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

    /// <summary>Whose token it is, and by which grant it was opened; false when it is not good now.</summary>
    public bool TryOwner(string? token, out Address owner, out uint grantId)
    {
        owner = default;
        grantId = 0;
        if (token is null || token.Length != 2 * TokenBytes || !TryFind(token, out var session))
        {
            return false;
        }

        owner = session.Owner;
        grantId = session.GrantId;
        return true;
    }

    private bool TryFind(string token, out RestSession session)
    {
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
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || header.Length != Scheme.Length + (2 * TokenBytes))
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

    public void DropExpired()
    {
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

    private readonly record struct RestSession(Address Owner, uint GrantId, ulong ExpirySeconds);
}
