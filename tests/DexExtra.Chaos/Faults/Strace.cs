using System.Globalization;
using System.Text.RegularExpressions;

namespace DexExtra.Chaos.Faults;

/// <summary>
/// Faults at an exact system call: strace stands beside the process (its own child keeps its id and exit code) and
/// tampers with the n-th call of a kind. The count is per kind and per thread.
/// </summary>
internal static partial class Strace
{
    private const int TraceEndMs = 2_000;

    /// <summary>Words to put before a program.</summary>
    /// <param name="file">Where the trace goes.</param>
    /// <param name="calls">Traced kinds, with commas.</param>
    /// <param name="injection">As in <c>fdatasync:error=EIO:when=3</c>; empty = only trace.</param>
    /// <param name="paths">Only calls on exactly these paths; none = all.</param>
    public static string[] Wrapper(string file, string calls, string injection, params string[] paths) =>
    [
        Machine.Find("strace"), "-D", "-f", "-q", "-y", "-s", "8", "-o", file,

        // the filter that spares all other calls from being stopped swallows injected signals
        .. injection.Contains(":signal=", StringComparison.Ordinal) ? (string[])[] : ["--seccomp-bpf"],
        .. paths.SelectMany(path => (string[])["-P", path]),
        "-e", $"trace={calls}",
        .. injection.Length == 0 ? (string[])[] : ["-e", $"inject={injection}"],
    ];

    /// <summary>The finished calls of a trace whose process has ended, in the order of their ends.</summary>
    public static async Task<List<TracedCall>> ReadAsync(string file)
    {
        string[] lines = [];
        for (var waited = 0; waited < TraceEndMs; waited += 20)
        {
            lines = File.Exists(file) ? await File.ReadAllLinesAsync(file) : [];
            if (lines.Length > 0 && lines[^1].Contains("+++", StringComparison.Ordinal))
            {
                break;
            }

            await Task.Delay(20);
        }

        var calls = new List<TracedCall>();
        var unfinished = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (Whole(line, unfinished) is { } text && Parse(text) is { } call)
            {
                calls.Add(call);
            }
        }

        return calls;
    }

    /// <summary>Puts the two halves together of a call that others interrupted in the trace.</summary>
    private static string? Whole(string line, Dictionary<string, string> unfinished)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
        {
            return null;
        }

        var thread = line[..space];
        var text = line[space..].TrimStart();
        if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal))
        {
            unfinished[thread] = text[..^"<unfinished ...>".Length];
            return null;
        }

        if (text.StartsWith("<...", StringComparison.Ordinal) && unfinished.Remove(thread, out var begun))
        {
            return begun + text[(text.IndexOf('>', StringComparison.Ordinal) + 1)..];
        }

        return text;
    }

    private static TracedCall? Parse(string text)
    {
        var name = Name().Match(text);
        if (!name.Success)
        {
            return null;
        }

        var handle = Handle().Match(text);
        var write = Write().Match(text);
        return new TracedCall(
            name.Groups[1].Value,
            handle.Success ? handle.Groups[1].Value : string.Empty,
            write.Success ? long.Parse(write.Groups[1].Value, CultureInfo.InvariantCulture) : -1,
            text.Contains("\"DXEBATCH\"", StringComparison.Ordinal),
            text.Contains("(INJECTED)", StringComparison.Ordinal),
            text);
    }

    [GeneratedRegex("^([a-z0-9_]+)\\(")]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z0-9_]+\\([0-9]+<([^>]*)>")]
    private static partial Regex Handle();

    [GeneratedRegex("^pwrite64\\(.*, [0-9]+, ([0-9]+)\\s*\\)\\s*=")]
    private static partial Regex Write();
}
