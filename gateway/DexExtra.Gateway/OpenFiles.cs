using System.Globalization;

namespace DexExtra.Gateway;

/// <summary>
/// Files that this process may have open, for every connection is one; the runtime has raised the soft limit to the
/// hard one. Stateless.
/// </summary>
internal static class OpenFiles
{
    private const string LimitsPath = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>One line that says what is missing; null when the limit suffices or is not known.</summary>
    public static string? Shortage(GatewayLimits limits) =>
        Shortage(limits, File.Exists(LimitsPath) ? File.ReadLines(LimitsPath) : []);

    public static string? Shortage(GatewayLimits limits, IEnumerable<string> systemLimits)
    {
        var line = systemLimits.FirstOrDefault(text => text.StartsWith(Name, StringComparison.Ordinal));
        var words = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var needed = limits.MaxFeedClients + limits.MaxSessions + limits.MaxHttpConnections + GatewayLimits.OwnFiles;
        return words is [_, var hard, ..] && long.TryParse(hard, CultureInfo.InvariantCulture, out var allowed)
            && allowed < needed
            ? $"{allowed} open files are allowed and the configured connections may need {needed}: "
                + "raise the hard limit (ulimit -Hn) or lower limits.maxFeedClients and limits.maxSessions"
            : null;
    }
}
