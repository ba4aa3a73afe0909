using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;

namespace DexExtra.Gateway.Feed;

/// <summary>Every Socket.IO session by its id, 128 random bits. Any thread.</summary>
internal sealed class SocketIoSessions(FeedServices services)
{
    private const int SidBytes = 16;

    private readonly ConcurrentDictionary<string, SocketIoSession> _sessions = new(StringComparer.Ordinal);

    public int Count => _sessions.Count;

    /// <summary>Null when the feed has as many connections as it may.</summary>
    public SocketIoSession? Open(IPAddress? remote)
    {
        if (!services.Capacity.TryEnter())
        {
            return null;
        }

        var session = new SocketIoSession(
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SidBytes)), services, remote);
        _sessions[session.Sid] = session;
        return session;
    }

    public bool TryFind(string? sid, [NotNullWhen(true)] out SocketIoSession? session)
    {
        session = null;
        return sid is not null && _sessions.TryGetValue(sid, out session);
    }

    /// <summary>The session's id means nothing any more.</summary>
    public void End(SocketIoSession session)
    {
        if (_sessions.TryRemove(session.Sid, out _))
        {
            session.Dispose();
            services.Capacity.Leave();
        }
    }

    /// <summary>Signs of life; sessions without one end, whatever carried them.</summary>
    public void Beat()
    {
        var now = services.Clock.MonotonicNs;
        foreach (var session in _sessions.Values)
        {
            if (!session.Beat(now))
            {
                End(session);
            }
        }
    }
}
