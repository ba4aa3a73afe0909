namespace DexExtra.Protocol.Tests;

internal sealed record SchemaMessage(
    string Name, int Id, int BlockLength, IReadOnlyList<SchemaField> Fields, IReadOnlyList<SchemaGroup> Groups);
