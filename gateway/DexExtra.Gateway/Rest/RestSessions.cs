using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Messages;
using Microsoft.Net.Http.Headers;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Bearer tokens of REST: 32 random bytes, kept only as their hash, each good for one address until the expiry its
/// owner signed. Lost on restart, which costs a client one login. Bounded per address. Any thread.
/// </summary>
internal sealed class RestSessions(GatewayClock clock)
{
    private const int TokenBytes = 32;
    private const string Scheme = "Bearer ";

    private readonly Lock _gate = new();
    private readonly Dictionary<Hash32, RestSession> _byHash = [];
    private readonly Dictionary<Address, Queue<Hash32>> _byOwner = [];

    /// <summary>A new token; the owner's oldest makes room.</summary>
    public string Open(Address owner, ulong expirySeconds)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var hash = HashOf(token);
        lock (_gate)
        {
            if (!_byOwner.TryGetValue(owner, out var tokens))
            {
                tokens = new Queue<Hash32>();
                _byOwner.Add(owner, tokens);
            }

            if (tokens.Count == GatewayLimits.MaxRestSessionsPerAddress)
            {
                _byHash.Remove(tokens.Dequeue());
            }

            tokens.Enqueue(hash);
            _byHash.Add(hash, new RestSession(owner, expirySeconds));
        }

        return token;
    }

    /// <summary>Who sends the request, or the problem to answer.</summary>
    public bool TryAuthenticate(
        HttpRequest request, out Address owner, [NotNullWhen(false)] out IResult? problem)
    {
        owner = default;
        problem = Problem.Unauthenticated();
        var header = request.Headers[HeaderNames.Authorization].ToString();
        if (!header.StartsWith(Scheme, StringComparison.Ordinal) || header.Length != Scheme.Length + (2 * TokenBytes))
        {
            return false;
        }

        lock (_gate)
        {
            if (!_byHash.TryGetValue(HashOf(header[Scheme.Length..]), out var session)
                || clock.UnixSeconds >= session.ExpirySeconds)
            {
                return false;
            }

            owner = session.Owner;
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

    private readonly record struct RestSession(Address Owner, ulong ExpirySeconds);
}
