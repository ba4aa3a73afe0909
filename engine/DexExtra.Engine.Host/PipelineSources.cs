namespace DexExtra.Engine.Host;

/// <summary>What the pipeline takes from outside: producers' streams, time, random bits, space for the logs.</summary>
internal sealed record PipelineSources(
    IStreamFolder Streams, TimeProvider Clock, EntropySource Entropy, Func<StorageLevel> Space)
{
    /// <summary>Shared memory, the machine's clock, the operating system's entropy, the file systems' space.</summary>
    public static PipelineSources Of(string streamsFolder, SpaceGuard space) =>
        new(new SharedMemoryFolder(streamsFolder), TimeProvider.System, new EntropySource(), () => space.Level);
}
