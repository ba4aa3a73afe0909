namespace DexExtra.Transport.Tests.Processes;

/// <summary>Owns a stream as its producer, says so by a file, and does nothing.</summary>
internal static class Holder
{
    public static void Run(string streamsFolder, string readyPath)
    {
        using var publication = SharedMemoryPublication.Open(
            new PublicationOptions { StreamsFolder = streamsFolder, SourceId = Producer.SourceId });
        File.WriteAllText(readyPath, string.Empty);
        Thread.Sleep(Timeout.Infinite);
    }
}
