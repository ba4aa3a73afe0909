using System.Globalization;
using System.Numerics;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The second form of an ECDSA signature: n − s and the other v.</summary>
internal static class Malleation
{
    private static readonly BigInteger Order = BigInteger.Parse(
        "0fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
        NumberStyles.AllowHexSpecifier,
        CultureInfo.InvariantCulture);

    public static byte[] OtherForm(byte[] signature)
    {
        var s = new BigInteger(signature.AsSpan(32, 32), isUnsigned: true, isBigEndian: true);
        var other = (byte[])signature.Clone();
        (Order - s).TryWriteBytes(other.AsSpan(32, 32), out _, isUnsigned: true, isBigEndian: true);
        other[64] = signature[64] == 27 ? (byte)28 : (byte)27;
        return other;
    }
}
