namespace DexExtra.Transport;

/// <summary>A stream file as a look at the folder found it. Source and session are 0 when it is damaged.</summary>
public sealed record StreamInfo(string Path, uint SourceId, uint SessionId, StreamStatus Status);
