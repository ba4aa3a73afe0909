namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The gateway's and the engine's clock, nanoseconds since the Unix epoch.</summary>
internal sealed record TimeDto(string TimeNs, string EngineTimeNs, string Sequence);
