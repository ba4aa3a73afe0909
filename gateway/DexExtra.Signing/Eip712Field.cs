namespace DexExtra.Signing;

/// <summary>One member of a typed-data struct: its Solidity type and its name.</summary>
public sealed record Eip712Field(string Type, string Name);
