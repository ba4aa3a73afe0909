using System.Globalization;
using System.Text;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.SignIn;

/// <summary>
/// A text of Sign-In with Ethereum (ERC-4361), version 1. Times are UTC; what the text does not say is null.
/// </summary>
internal sealed record SiweMessage
{
    public const string Opening = " wants you to sign in with your Ethereum account:";
    public const string Version = "1";

    /// <summary>Of the page; null when the text names none.</summary>
    public string? Scheme { get; init; }

    /// <summary>Host and port of the page that asks.</summary>
    public required string Domain { get; init; }

    public required Address Address { get; init; }

    /// <summary>One line for the person who signs.</summary>
    public string? Statement { get; init; }

    public required string Uri { get; init; }

    public required ulong ChainId { get; init; }

    public required string Nonce { get; init; }

    public required DateTimeOffset IssuedAt { get; init; }

    public DateTimeOffset? ExpirationTime { get; init; }

    public DateTimeOffset? NotBefore { get; init; }

    public string? RequestId { get; init; }

    public IReadOnlyList<string> Resources { get; init; } = [];

    /// <summary>The text as it is signed.</summary>
    public string Format()
    {
        var text = new StringBuilder();
        text.Append(Scheme is null ? "" : Scheme + "://").Append(Domain).Append(Opening).Append('\n')
            .Append(ChecksumAddress.Format(Address)).Append("\n\n")
            .Append(Statement is null ? string.Empty : Statement + "\n").Append('\n')
            .Append("URI: ").Append(Uri).Append('\n')
            .Append("Version: " + Version + "\n")
            .Append(CultureInfo.InvariantCulture, $"Chain ID: {ChainId}\n")
            .Append("Nonce: ").Append(Nonce).Append('\n')
            .Append("Issued At: ").Append(Time(IssuedAt));
        Optional(text, "Expiration Time: ", ExpirationTime is { } end ? Time(end) : null);
        Optional(text, "Not Before: ", NotBefore is { } start ? Time(start) : null);
        Optional(text, "Request ID: ", RequestId);
        if (Resources.Count > 0)
        {
            text.Append("\nResources:");
            foreach (var resource in Resources)
            {
                text.Append("\n- ").Append(resource);
            }
        }

        return text.ToString();
    }

    private static void Optional(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append('\n').Append(name).Append(value);
        }
    }

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
