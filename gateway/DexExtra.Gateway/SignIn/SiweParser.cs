using System.Globalization;
using System.Text.RegularExpressions;
using DexExtra.Signing;

namespace DexExtra.Gateway.SignIn;

/// <summary>
/// Reads a text of ERC-4361 by its grammar, line by line and to the last character: every line in its place, nothing
/// else, the address with its checksum. Pure; any thread.
/// </summary>
internal static partial class SiweParser
{
    private const int MaxCharacters = 4 * 1024;
    private const int MaxResources = 16;

    /// <summary>Null with the part that is not as the grammar wants it.</summary>
    public static SiweMessage? Parse(string text, out string wrongPart)
    {
        var lines = new Lines(text.Length > MaxCharacters ? [] : text.Split('\n'));
        var head = Opening().Match(lines.Next());
        lines.Check(head.Success && IsHost(head.Groups["domain"].Value), "domain");
        lines.Check(ChecksumAddress.TryParse(lines.Next(), out var address), "address");
        lines.Check(lines.Next().Length == 0, "blank line");
        var statement = Statement(ref lines);
        var uri = lines.Value("URI: ");
        lines.Check(IsUri(uri), "URI");
        lines.Check(lines.Value("Version: ") == SiweMessage.Version, "Version");
        var isChain = ulong.TryParse(
            lines.Value("Chain ID: "), NumberStyles.None, CultureInfo.InvariantCulture, out var chainId);
        lines.Check(isChain, "Chain ID");
        var nonce = lines.Value("Nonce: ");
        lines.Check(NonceForm().IsMatch(nonce), "Nonce");
        var issued = Time(ref lines, "Issued At: ");
        lines.Check(issued is not null, "Issued At");
        var end = lines.StartsWith("Expiration Time: ") ? Required(ref lines, "Expiration Time: ") : null;
        var start = lines.StartsWith("Not Before: ") ? Required(ref lines, "Not Before: ") : null;
        var request = lines.StartsWith("Request ID: ") ? lines.Value("Request ID: ") : null;
        lines.Check(request is null || RequestForm().IsMatch(request), "Request ID");
        var resources = Resources(ref lines);
        lines.Check(lines.IsAtEnd, "end");
        wrongPart = lines.WrongPart ?? string.Empty;
        return lines.WrongPart is not null ? null : new SiweMessage
        {
            Scheme = head.Groups["scheme"].Success ? head.Groups["scheme"].Value : null,
            Domain = head.Groups["domain"].Value,
            Address = address,
            Statement = statement,
            Uri = uri,
            ChainId = chainId,
            Nonce = nonce,
            IssuedAt = issued!.Value,
            ExpirationTime = end,
            NotBefore = start,
            RequestId = request,
            Resources = resources,
        };
    }

    private static string? Statement(ref Lines lines)
    {
        var line = lines.Next();
        if (line.Length == 0)
        {
            return null;
        }

        lines.Check(StatementForm().IsMatch(line), "statement");
        lines.Check(lines.Next().Length == 0, "blank line");
        return line;
    }

    private static List<string> Resources(ref Lines lines)
    {
        var resources = new List<string>();
        if (!lines.StartsWith("Resources:"))
        {
            return resources;
        }

        lines.Check(lines.Next() == "Resources:", "Resources");
        while (!lines.IsAtEnd && lines.WrongPart is null)
        {
            var resource = lines.Value("- ");
            lines.Check(IsUri(resource) && resources.Count < MaxResources, "Resources");
            resources.Add(resource);
        }

        return resources;
    }

    private static DateTimeOffset? Required(ref Lines lines, string name)
    {
        var time = Time(ref lines, name);
        lines.Check(time is not null, name[..^2]);
        return time;
    }

    /// <summary>RFC 3339; null for anything else.</summary>
    private static DateTimeOffset? Time(ref Lines lines, string name)
    {
        var text = lines.Value(name);
        return TimeForm().IsMatch(text) && DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
    }

    private static bool IsHost(string domain) =>
        System.Uri.TryCreate("https://" + domain, UriKind.Absolute, out var uri)
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0;

    private static bool IsUri(string text) =>
        UriForm().IsMatch(text) && System.Uri.TryCreate(text, UriKind.Absolute, out _);

    [GeneratedRegex(
        @"\A((?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?<domain>[A-Za-z0-9._~:\[\]-]+)"
        + @" wants you to sign in with your Ethereum account:\z")]
    private static partial Regex Opening();

    /// <summary>Reserved, unreserved and blanks, as the grammar has it.</summary>
    [GeneratedRegex(@"\A[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;= -]+\z")]
    private static partial Regex StatementForm();

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+\z")]
    private static partial Regex UriForm();

    [GeneratedRegex(@"\A[A-Za-z0-9]{8,128}\z")]
    private static partial Regex NonceForm();

    [GeneratedRegex(@"\A\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,7})?(Z|[+-]\d{2}:\d{2})\z")]
    private static partial Regex TimeForm();

    [GeneratedRegex(@"\A[A-Za-z0-9._~:@!$&'()*+,;=%-]*\z")]
    private static partial Regex RequestForm();

    /// <summary>The lines that are left, and the first part that was wrong.</summary>
    private struct Lines(string[] lines)
    {
        private int _next;

        public string? WrongPart { get; private set; }

        public readonly bool IsAtEnd => _next >= lines.Length;

        public string Next() => _next < lines.Length ? lines[_next++] : "missing";

        public readonly bool StartsWith(string name) =>
            !IsAtEnd && lines[_next].StartsWith(name, StringComparison.Ordinal);

        /// <summary>What follows the name; nothing good when the line is another.</summary>
        public string Value(string name)
        {
            var line = Next();
            var isNamed = line.StartsWith(name, StringComparison.Ordinal);
            Check(isNamed, name.TrimEnd(' ', ':'));
            return isNamed ? line[name.Length..] : string.Empty;
        }

        public void Check(bool isRight, string part)
        {
            if (!isRight)
            {
                WrongPart ??= part;
            }
        }
    }
}
