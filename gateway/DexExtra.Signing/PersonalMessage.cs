using System.Globalization;
using System.Text;
using DexExtra.Messages;

namespace DexExtra.Signing;

/// <summary>What wallets hash before they sign a text (ERC-191, version 0x45, personal_sign). Pure.</summary>
public static class PersonalMessage
{
    private const string Prefix = "\u0019Ethereum Signed Message:\n";

    /// <summary>The length is that of the UTF-8 bytes.</summary>
    public static Hash32 Digest(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var head = Encoding.ASCII.GetBytes(Prefix + bytes.Length.ToString(CultureInfo.InvariantCulture));
        return Keccak256.Hash([.. head, .. bytes]);
    }
}
