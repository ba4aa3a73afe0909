namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One member of a typed-data struct.</summary>
internal sealed record TypedFieldDto(string Name, string Type);
