namespace DexExtra.Engine.Host;

/// <summary>Up to where a stream's commands are in the journal.</summary>
internal readonly record struct SourcePosition(uint SessionId, long Position);
