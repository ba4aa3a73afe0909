using System.Globalization;

namespace DexExtra.Bench.Feed;

/// <summary>Files that this process may have open; the runtime raises the soft limit to the hard one.</summary>
internal static class FileLimit
{
    private const string Line = "Max open files";

    /// <exception cref="BenchException">Fewer than a run needs: one line that says what to do.</exception>
    public static void Require(int files)
    {
        const string Path = "/proc/self/limits";
        var line = File.Exists(Path)
            ? File.ReadLines(Path).FirstOrDefault(text => text.StartsWith(Line, StringComparison.Ordinal))
            : null;
        var words = line?[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [_, var hard, ..] && long.TryParse(hard, CultureInfo.InvariantCulture, out var limit)
            && limit < files)
        {
            throw new BenchException(
                $"{files} open files are needed and {limit} are allowed: raise the hard limit (ulimit -Hn {files})");
        }
    }
}
