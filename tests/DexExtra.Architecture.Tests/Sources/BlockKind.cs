namespace DexExtra.Architecture.Tests.Sources;

/// <summary>What a pair of braces belongs to.</summary>
internal enum BlockKind
{
    Type,
    Member,
    Control,
    Other,
}
