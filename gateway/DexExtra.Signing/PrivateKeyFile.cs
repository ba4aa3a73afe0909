using System.Security.Cryptography;

namespace DexExtra.Signing;

/// <summary>
/// Loads a secret key from a file that only its owner can read: 64 hex digits, optionally after 0x, optionally followed
/// by one line end. Every buffer that held the text or the bytes is zeroed.
/// </summary>
public static class PrivateKeyFile
{
    private const UnixFileMode OthersMask =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int MaxFileBytes = 68;

    /// <exception cref="KeyFileException">Missing, unreadable, readable by others, or not a key; one line.</exception>
    public static PrivateKey Load(string path)
    {
        // pinned for the same reason as in PrivateKey: a moved array leaves its old content behind
        var text = GC.AllocateArray<byte>(MaxFileBytes + 1, pinned: true);
        try
        {
            return Parse(path, text.AsSpan(0, Read(path, text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private static int Read(string path, byte[] buffer)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

            // the mode of the open file, so that it cannot be exchanged between check and read
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OthersMask) != 0)
            {
                throw new KeyFileException($"key file {path} is accessible to others: chmod 600 it");
            }

            return file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"key file {path} cannot be read: {failure.Message}");
        }
    }

    private static PrivateKey Parse(string path, ReadOnlySpan<byte> text)
    {
        var digits = text.EndsWith("\n"u8) ? text[..^1] : text;
        digits = digits.EndsWith("\r"u8) ? digits[..^1] : digits;
        digits = digits.StartsWith("0x"u8) ? digits[2..] : digits;
        Span<byte> secret = stackalloc byte[Secp256k1.SecretKeyBytes];
        try
        {
            var decoded = digits.Length == 2 * secret.Length
                && Convert.FromHexString(digits, secret, out _, out _) == System.Buffers.OperationStatus.Done;
            return decoded && Secp256k1.IsValidSecretKey(secret)
                ? new PrivateKey(secret)
                : throw new KeyFileException($"key file {path} does not hold a 32-byte hexadecimal secret key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
