namespace DexExtra.Transport.Tests;

/// <summary>A folder of its own for one test, removed afterwards.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dexextra-transport-").FullName;

    public string Streams => System.IO.Path.Combine(Path, "streams");

    public string StreamPath(uint sourceId) => System.IO.Path.Combine(Streams, $"{sourceId}.stream");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public PublicationOptions Options(uint sourceId, long capacityBytes = TransportLimits.MinCapacityBytes) =>
        new() { StreamsFolder = Streams, SourceId = sourceId, CapacityBytes = capacityBytes };

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
