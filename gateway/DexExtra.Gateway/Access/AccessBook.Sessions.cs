using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using DexExtra.Messages;

namespace DexExtra.Gateway.Access;

/// <summary>Sign-ins and their refresh tokens.</summary>
internal sealed partial class AccessBook
{
    private const int SecretBytes = 32;
    private const char Separator = '.';

    /// <summary>
    /// A new session; the oldest of the owner makes room. The refresh token is kept nowhere. Null when there are
    /// too many for an owner whom the venue does not know.
    /// </summary>
    public (string Id, string RefreshToken)? OpenSession(Address owner, bool isKnown, ulong expiry)
    {
        lock (_writing)
        {
            if (!isKnown && _sessions.Count >= GatewayLimits.MaxSignInSessions)
            {
                return null;
            }

            var ofOwner = _sessions.Values.Where(session => session.Owner == owner).ToArray();
            if (ofOwner.Length >= GatewayLimits.MaxRestSessionsPerAddress)
            {
                Append(new AccessRecord(AccessKind.SessionEnded, ofOwner.MinBy(session => session.Expiry)!.Id));
            }

            var id = Guid.NewGuid().ToString();
            var token = NewToken(id);
            Append(new AccessRecord(AccessKind.SessionOpened, id, owner.ToString())
            {
                Hash = HashOf(token),
                Expiry = expiry,
            });
            return (id, token);
        }
    }

    /// <summary>
    /// The next refresh token for the newest one. One that was used before ends the session: somebody else has it.
    /// </summary>
    /// <param name="token">The refresh token.</param>
    /// <param name="remote">Who asks.</param>
    /// <param name="session">Whose it is.</param>
    /// <param name="next">Null when the owner allows other addresses only; the token is then as good as before.</param>
    public bool TryRefresh(
        string token, IPAddress? remote, [NotNullWhen(true)] out SignInSession? session, out string? next)
    {
        next = null;
        lock (_writing)
        {
            var (id, hash) = (token.Split(Separator)[0], HashOf(token));
            if (!_sessions.TryGetValue(id, out session) || session.Expiry <= _clock.UnixSeconds)
            {
                return false;
            }

            if (session.WasUsed(hash))
            {
                Append(new AccessRecord(AccessKind.SessionEnded, id));
                return false;
            }

            if (!session.IsCurrent(hash))
            {
                return false;
            }

            if (!Allows(session.Owner, remote))
            {
                return true;
            }

            next = NewToken(id);
            Append(new AccessRecord(AccessKind.SessionRefreshed, id) { Hash = HashOf(next) });
            return true;
        }
    }

    /// <summary>Ends one session, or all of its owner; how many.</summary>
    public int EndSessions(string id, bool everySession)
    {
        lock (_writing)
        {
            if (!_sessions.TryGetValue(id, out var session))
            {
                return 0;
            }

            var ended = _sessions.Values
                .Where(other => other.Id == id || (everySession && other.Owner == session.Owner))
                .Select(other => other.Id)
                .ToArray();
            foreach (var other in ended)
            {
                Append(new AccessRecord(AccessKind.SessionEnded, other));
            }

            return ended.Length;
        }
    }

    public bool IsSessionLive(string id, Address owner)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var session)
                && session.Owner == owner && session.Expiry > _clock.UnixSeconds;
        }
    }

    /// <summary>Forgets what has ended by itself; the log forgets it with the next start.</summary>
    public void DropExpired()
    {
        lock (_writing)
        lock (_gate)
        {
            foreach (var session in _sessions.Values.Where(session => session.Expiry <= _clock.UnixSeconds).ToArray())
            {
                _sessions.Remove(session.Id);
            }
        }
    }

    private static string NewToken(string id) =>
        id + Separator + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes));

    private static string HashOf(string secret) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
