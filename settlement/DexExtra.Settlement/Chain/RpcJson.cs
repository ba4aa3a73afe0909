using System.Globalization;
using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>Reads the hexadecimal values of JSON-RPC answers; anything else is an unusable answer.</summary>
internal static class RpcJson
{
    public static string Quantity(ulong value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x}");

    public static UInt128 Number(JsonElement element, string member) => Number(Member(element, member));

    public static UInt128 Number(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : default;
        return UInt128.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Misread("a number", value);
    }

    public static ulong Small(JsonElement element, string member) => Small(Member(element, member));

    public static ulong Small(JsonElement value)
    {
        var number = Number(value);
        return number <= ulong.MaxValue ? (ulong)number : throw Misread("a 64-bit number", value);
    }

    public static Hash32 Hash(JsonElement value) =>
        Hash32.TryParse(value.GetString(), out var hash) ? hash : throw Misread("a hash", value);

    public static Hash32 Hash(JsonElement element, string member) => Hash(Member(element, member));

    public static Address Address(JsonElement value) =>
        Messages.Address.TryParse(value.GetString(), out var address) ? address : throw Misread("an address", value);

    public static byte[] Bytes(JsonElement value)
    {
        var text = value.GetString() ?? "";
        var bytes = new byte[Math.Max(0, (text.Length - 2) / 2)];
        return Hex.TryParse(text, bytes) ? bytes : throw Misread("bytes", value);
    }

    public static JsonElement Member(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value)
            ? value
            : throw new ChainUnavailableException($"the node's answer lacks \"{member}\"");

    private static ChainUnavailableException Misread(string expected, JsonElement value) =>
        new($"the node answered {value.ToString()} where {expected} belongs");
}
