using System.Security.Cryptography;
using DexExtra.Hosting;

namespace DexExtra.Settlement.Webhook;

/// <summary>Signatures of Alchemy's webhooks: HMAC-SHA256 of the body under the hook's signing key, in hex.</summary>
internal sealed class WebhookSignature(byte[] key)
{
    public const string Header = "X-Alchemy-Signature";

    private const int MinKeyLength = 16;

    /// <summary>Reads the signing key, one line, from a file.</summary>
    /// <exception cref="FatalException">The file cannot be read or holds no key.</exception>
    public static WebhookSignature Load(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length >= MinKeyLength
                ? new WebhookSignature(System.Text.Encoding.UTF8.GetBytes(text))
                : throw new FatalException(ExitCodes.Configuration, $"{path} holds no signing key");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FatalException(ExitCodes.Configuration, $"webhookKeyFile: {error.Message}");
        }
    }

    /// <summary>Takes as long for a wrong signature as for a right one.</summary>
    public bool IsOf(ReadOnlySpan<byte> body, string? signature)
    {
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (signature is not { Length: 2 * HMACSHA256.HashSizeInBytes }
            || Convert.FromHexString(signature, given, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        return CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, body), given);
    }
}
