namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The command log position at which a command took effect.</summary>
internal sealed record SequenceDto(string Sequence);
