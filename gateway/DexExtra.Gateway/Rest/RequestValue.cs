using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>Exact parsing of the texts of a request. Signs, blanks, leading plus, exponents: refused.</summary>
internal static class RequestValue
{
    public static bool TryUnsigned(string? text, ulong maximum, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= maximum;

    public static bool TryUnsigned128(string? text, out UInt128 value) =>
        UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool TrySigned128(string? text, out Int128 value) =>
        Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && text![0] != '+';

    public static bool TrySigned64(string? text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && text![0] != '+';

    /// <summary>0x and an even number of hex digits, at most <paramref name="maximumBytes"/> bytes.</summary>
    public static bool TryBytes(string? text, int maximumBytes, out byte[] bytes)
    {
        bytes = [];
        if (text is null || text.Length < 2 || text.Length % 2 != 0 || text.Length > 2 + (2 * maximumBytes))
        {
            return false;
        }

        bytes = new byte[(text.Length - 2) / 2];
        return Hex.TryParse(text, bytes);
    }

    /// <summary>The query's subaccount, 0 when absent.</summary>
    public static bool TrySubaccount(HttpRequest request, out uint subaccount)
    {
        subaccount = 0;
        if (!request.Query.TryGetValue("subaccount", out var text))
        {
            return true;
        }

        var valid = TryUnsigned(text, uint.MaxValue, out var value);
        subaccount = (uint)value;
        return valid;
    }
}
