using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Bodies of commands that are read by their typed data.</summary>
internal static class SignedCommands
{
    private static readonly Lock Gate = new();
    private static long _lastNonce;

    /// <summary>An operator's: the Unix millisecond, above all earlier ones.</summary>
    public static string Nonce()
    {
        lock (Gate)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            _lastNonce = Math.Max(now, _lastNonce + 1);
            return _lastNonce.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Hashed by the words of the published definition, signed by the key.</summary>
    public static JsonObject Of(Eip712Type type, JsonObject command, PrivateKey key)
    {
        var fields = TypedFields.Parse(type, name => command[name]?.ToString(), out var wrong);
        Assert.True(fields is not null, wrong);
        var digest = fields.Digest(Venue.Domain);
        var encoded = new byte[Signature.EncodedBytes];
        key.Sign(in digest).CopyTo(encoded);
        return new JsonObject { ["command"] = command.DeepClone(), ["signature"] = Hex.Format(encoded) };
    }
}
