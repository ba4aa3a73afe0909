using System.Text.RegularExpressions;

namespace DexExtra.Architecture.Tests.Sources;

/// <summary>
/// Finds types, members and control flow in C# by their braces. The header of a block is the code between the last
/// statement end and its opening brace, on which the kind is decided.
/// </summary>
internal sealed partial class BlockScanner
{
    private readonly string _code;
    private readonly List<Block> _blocks = [];
    private readonly Stack<(BlockKind Kind, string Header, int Start, int Depth)> _open = new();

    private BlockScanner(string code) => _code = code;

    /// <exception cref="FormatException">The braces do not balance.</exception>
    public static IReadOnlyList<Block> Scan(string source) => new BlockScanner(CodeText.Blank(source)).Run();

    private List<Block> Run()
    {
        var headerStart = 0;
        var parentheses = 0;
        for (var index = 0; index < _code.Length; index++)
        {
            switch (_code[index])
            {
                case '(' or '[':
                    parentheses++;
                    break;
                case ')' or ']':
                    parentheses--;
                    break;
                case '{':
                    Open(headerStart, index);
                    headerStart = index + 1;
                    break;
                case '}':
                    Close(index);
                    headerStart = index + 1;
                    break;
                case ';' when parentheses == 0 || _open.Count == 0 || _open.Peek().Kind != BlockKind.Type:
                    headerStart = IsForHeader(headerStart, index) ? headerStart : index + 1;
                    break;
            }
        }

        return _open.Count == 0 ? _blocks : throw new FormatException("a brace is not closed");
    }

    // "for (a; b; c)" has semicolons inside its parentheses
    private bool IsForHeader(int start, int end)
    {
        var text = _code.AsSpan(start, end - start);
        return text.Count('(') > text.Count(')');
    }

    private void Open(int headerStart, int index)
    {
        var raw = _code[headerStart..index];
        var header = Spaces().Replace(raw, " ").Trim();
        var start = headerStart + raw.Length - raw.TrimStart().Length;
        var parent = _open.Count == 0 ? default : _open.Peek();
        var kind = KindOf(header, _open.Count == 0 ? BlockKind.Type : parent.Kind);
        _open.Push((kind, header, start, (_open.Count == 0 ? 0 : parent.Depth) + (kind == BlockKind.Control ? 1 : 0)));
    }

    private void Close(int index)
    {
        if (!_open.TryPop(out var block))
        {
            throw new FormatException($"a brace closes nothing in line {LineOf(index)}");
        }

        _blocks.Add(new Block(block.Kind, block.Header, LineOf(block.Start), LineOf(index), block.Depth));
    }

    private static BlockKind KindOf(string header, BlockKind parent)
    {
        if (TypeHeader().IsMatch(header))
        {
            return BlockKind.Type;
        }

        if (parent == BlockKind.Type)
        {
            return BlockKind.Member;
        }

        return ControlHeader().IsMatch(header) ? BlockKind.Control : BlockKind.Other;
    }

    private int LineOf(int index) => _code.AsSpan(0, index).Count('\n') + 1;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"(^|[\s\]])(class|struct|interface|enum|record|namespace)\s+[\w@]")]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"^(\w+:\s*)?(if|else|for|foreach|while|do|switch)\b(?!\s*=>)")]
    private static partial Regex ControlHeader();
}
