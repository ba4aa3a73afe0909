namespace DexExtra.Architecture.Tests.Sources;

/// <summary>One pair of braces: what stands before it, its lines and how deep in control flow it lies.</summary>
internal sealed record Block(BlockKind Kind, string Header, int FirstLine, int LastLine, int ControlDepth)
{
    public int Lines => LastLine - FirstLine + 1;
}
