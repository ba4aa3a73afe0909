namespace DexExtra.Gateway.SignIn;

/// <summary>The optional object "signIn" of the section "gateway": Sign-In with Ethereum and its tokens.</summary>
internal sealed record SignInSection
{
    private const int MinSeconds = 10;
    private const int MaxAccessSeconds = 3_600;
    private const int MaxRefreshSeconds = 90 * 24 * 3_600;

    /// <summary>PEM file of P-256 private keys, mode 0600; the first signs, all are accepted.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Hosts (with port, if any) of the pages that may ask for a sign-in.</summary>
    public required IReadOnlyList<string> Domains { get; init; }

    /// <summary>Claim iss: who made the tokens.</summary>
    public required string Issuer { get; init; }

    /// <summary>The line that people read when they sign.</summary>
    public string Statement { get; init; } = "Sign in to DexExtra. This costs nothing and moves no money.";

    /// <summary>Life of an access token.</summary>
    public int AccessSeconds { get; init; } = 600;

    /// <summary>Life of a session; refreshing does not prolong it.</summary>
    public int RefreshSeconds { get; init; } = 7 * 24 * 3_600;

    /// <summary>One sentence naming the wrong member, or null.</summary>
    public string? Validate() =>
        string.IsNullOrWhiteSpace(KeyFile) ? "signIn: keyFile must be a path"
        : Domains is null || Domains.Count == 0 || Domains.Any(string.IsNullOrWhiteSpace)
            ? "signIn: domains must be a list of hosts"
        : string.IsNullOrWhiteSpace(Issuer) ? "signIn: issuer must not be empty"
        : string.IsNullOrWhiteSpace(Statement) || Statement.Contains('\n') ? "signIn: statement must be one line"
        : AccessSeconds is < MinSeconds or > MaxAccessSeconds
            ? $"signIn: accessSeconds must be {MinSeconds} to {MaxAccessSeconds}"
        : RefreshSeconds < AccessSeconds || RefreshSeconds > MaxRefreshSeconds
            ? $"signIn: refreshSeconds must be accessSeconds to {MaxRefreshSeconds}"
        : null;
}
