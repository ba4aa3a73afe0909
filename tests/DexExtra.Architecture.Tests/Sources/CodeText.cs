using System.Text.RegularExpressions;

namespace DexExtra.Architecture.Tests.Sources;

/// <summary>
/// C# text with comments, strings and characters blanked out: same length, same lines, so that a brace or a word that
/// is found in it is code and stands where it stands in the file. Enough of a lexer for rules of style; whatever it
/// might misread shows as a finding, never as silence, because unbalanced braces are reported.
/// </summary>
internal static partial class CodeText
{
    public static string Blank(string source) =>
        Token().Replace(source, match => NotNewLine().Replace(match.Value, " "));

    /// <summary>Comments kept, everything else blanked out.</summary>
    public static string CommentsOnly(string source)
    {
        var kept = new string([.. source.Select(character => character == '\n' ? '\n' : ' ')]).ToCharArray();
        foreach (var match in Token().Matches(source).Where(match => match.Groups["comment"].Success))
        {
            match.Value.CopyTo(0, kept, match.Index, match.Length);
        }

        return new string(kept);
    }

    // in this order: comments, raw strings, verbatim strings, plain strings, characters
    [GeneratedRegex(
        """"
        (?<comment>//[^\n]*|/\*.*?\*/)
        | \$*(?<q>"{3,}).*?\k<q>
        | (?:\$@|@\$|@)"(?:[^"]|"")*"
        | \$?"(?:\\.|[^"\\\n])*"
        | '(?:\\[^\n]{1,9}?|[^'\\\n])'
        """",
        RegexOptions.Singleline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("[^\n]")]
    private static partial Regex NotNewLine();
}
