using DexExtra.Transport;

namespace DexExtra.Engine.Host;

/// <summary>The streams of a folder in shared memory.</summary>
internal sealed class SharedMemoryFolder(string folder) : IStreamFolder
{
    private readonly StreamDirectory _directory = new(folder);

    public IReadOnlyList<StreamInfo> Streams => _directory.Streams;

    public bool Refresh() => _directory.Refresh();

    public ISubscription Open(StreamInfo stream, long resumePosition) =>
        SharedMemorySubscription.Open(stream.Path, resumePosition);
}
