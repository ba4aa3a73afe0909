using System.Security.Cryptography;
using System.Text;

namespace DexExtra.Sealing;

/// <summary>
/// Seals single values of database columns: AES-256-GCM, a random nonce each, as text
/// <c>dx1:KEY-ID:BASE64(nonce, ciphertext, tag)</c>. Key and blind index are derived per column (HKDF-SHA-256), and the
/// row's key is authenticated, so a value opens in its own column and row only. A key seals at most 2^32 values: add a
/// new one long before. Any thread.
/// </summary>
public sealed class FieldSealer(Keyring keys)
{
    private const string Form = "dx1";

    /// <param name="column">table.column.</param>
    /// <param name="row">The row's primary key as text.</param>
    /// <param name="plain">At most <see cref="SealingLimits.PlainMaxBytes"/> in UTF-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is too long.</exception>
    public string Seal(string column, string row, string plain)
    {
        var text = Encoding.UTF8.GetBytes(plain);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, SealingLimits.PlainMaxBytes, nameof(plain));
        var sealedBytes = new byte[SealingLimits.NonceBytes + text.Length + SealingLimits.TagBytes];
        var nonce = sealedBytes.AsSpan(0, SealingLimits.NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = Cipher(keys.Current, column);
        cipher.Encrypt(
            nonce, text, sealedBytes.AsSpan(nonce.Length, text.Length), sealedBytes.AsSpan(nonce.Length + text.Length),
            Place(column, row));
        return $"{Form}:{keys.Current}:{Convert.ToBase64String(sealedBytes)}";
    }

    /// <exception cref="SealingException">Not sealed, of an unknown key, changed, or of another place.</exception>
    public string Open(string column, string row, string value)
    {
        var parts = value.Split(':');
        if (parts.Length != 3 || parts[0] != Form)
        {
            throw new SealingException($"a value of {column} is not sealed");
        }

        try
        {
            var bytes = Convert.FromBase64String(parts[2]).AsSpan();
            var text = new byte[bytes.Length - SealingLimits.NonceBytes - SealingLimits.TagBytes];
            using var cipher = Cipher(parts[1], column);
            cipher.Decrypt(
                bytes[..SealingLimits.NonceBytes], bytes.Slice(SealingLimits.NonceBytes, text.Length),
                bytes[^SealingLimits.TagBytes..], text, Place(column, row));
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception error) when (error is CryptographicException or FormatException or OverflowException
            or ArgumentOutOfRangeException)
        {
            throw new SealingException(
                $"a value of {column} does not open with key \"{parts[1]}\": changed or moved", error);
        }
    }

    /// <summary>True if the value has the form of a sealed one.</summary>
    public static bool IsSealed(string value) => value.StartsWith(Form + ":", StringComparison.Ordinal);

    /// <summary>Sealed values that need no new sealing begin with this.</summary>
    public string CurrentPrefix => $"{Form}:{keys.Current}:";

    /// <summary>
    /// Equal for equal values of a column, whatever key sealed them: 0x, 64 hex digits (HMAC-SHA-256).
    /// </summary>
    public string Index(string column, string plain)
    {
        var hash = HMACSHA256.HashData(Derive(keys.IndexKey, "index", column), Encoding.UTF8.GetBytes(plain));
        return "0x" + Convert.ToHexStringLower(hash);
    }

    private AesGcm Cipher(string keyId, string column) =>
        new(Derive(keys.Find(keyId), "seal", column), SealingLimits.TagBytes);

    private static byte[] Derive(byte[] key, string purpose, string column) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key, SealingLimits.KeyBytes,
        info: Encoding.UTF8.GetBytes($"dexextra {purpose} {column}"));

    private static byte[] Place(string column, string row) => Encoding.UTF8.GetBytes($"{column}\n{row}");
}
