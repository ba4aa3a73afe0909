namespace DexExtra.Protocol.Tests;

internal sealed record SchemaGroup(string Name, int EntryLength, IReadOnlyList<SchemaField> Fields);
