namespace DexExtra.Protocol.Tests;

internal sealed record SchemaField(string Name, int Offset, int Bytes, string Type, string? Null);
