using System.Text;
using System.Text.Json;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// The packets of Engine.IO 4 and Socket.IO 5 that this venue sends and understands (docs/protocol/socketio.md).
/// Stateless.
/// </summary>
internal static class SocketIoPackets
{
    /// <summary>Between packets of one HTTP body.</summary>
    public const byte Separator = 0x1e;

    public const byte Open = (byte)'0';
    public const byte Close = (byte)'1';
    public const byte Ping = (byte)'2';
    public const byte Pong = (byte)'3';
    public const byte Message = (byte)'4';
    public const byte Upgrade = (byte)'5';

    public const byte Connect = (byte)'0';
    public const byte Disconnect = (byte)'1';
    public const byte Event = (byte)'2';
    public const byte Ack = (byte)'3';

    private const int MaxAckDigits = 9;

    public static readonly FeedMessage PingMessage = FeedMessage.OfPacket("2"u8.ToArray());
    public static readonly byte[] Noop = "6"u8.ToArray();
    public static readonly byte[] CloseBytes = "1"u8.ToArray();
    public static readonly byte[] Probe = "2probe"u8.ToArray();
    public static readonly byte[] ProbeAnswer = "3probe"u8.ToArray();

    /// <summary>The first packet of a session; over WebSocket there is nothing to upgrade to.</summary>
    public static byte[] Handshake(string sid, bool canUpgrade)
    {
        string[] upgrades = canUpgrade ? ["websocket"] : [];
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            sid,
            upgrades,
            pingInterval = GatewayLimits.EnginePingMs,
            pingTimeout = GatewayLimits.EnginePongMs,
            maxPayload = GatewayLimits.EnginePayloadBytes,
        });
        return [Open, .. json];
    }

    public static FeedMessage Connected(string sid) =>
        FeedMessage.OfPacket(Encoding.ASCII.GetBytes($"40{{\"sid\":\"{sid}\"}}"));

    /// <summary>CONNECT_ERROR; the namespace as the client wrote it, with its comma, or empty.</summary>
    public static FeedMessage Refused(string nameSpace, string code) => FeedMessage.OfPacket(
        Encoding.UTF8.GetBytes($"44{nameSpace}{JsonSerializer.Serialize(new { message = code })}"));

    public static FeedMessage Acknowledged(int id, byte[] json) =>
        FeedMessage.OfPacket([.. Encoding.ASCII.GetBytes($"43{id}["), .. json, (byte)']']);

    /// <summary>Splits an optional namespace from what follows the packet type; false when it never ends.</summary>
    public static bool TryNamespace(ref ReadOnlySpan<byte> rest, out string nameSpace)
    {
        nameSpace = string.Empty;
        if (rest.IsEmpty || rest[0] != '/')
        {
            return true;
        }

        var comma = rest.IndexOf((byte)',');
        var end = comma < 0 ? rest.Length : comma + 1;
        nameSpace = Encoding.UTF8.GetString(rest[..end]);
        nameSpace = nameSpace.EndsWith(',') ? nameSpace : nameSpace + ",";
        rest = rest[end..];
        return nameSpace.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
    }

    /// <summary>Splits the id by which the client wants an acknowledgement; null when it wants none.</summary>
    public static bool TryAckId(ref ReadOnlySpan<byte> rest, out int? id)
    {
        id = null;
        var digits = rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits is < 0 or > MaxAckDigits)
        {
            return false;
        }

        if (digits > 0)
        {
            id = int.Parse(rest[..digits], System.Globalization.CultureInfo.InvariantCulture);
            rest = rest[digits..];
        }

        return true;
    }
}
