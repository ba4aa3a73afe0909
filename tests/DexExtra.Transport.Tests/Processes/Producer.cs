using System.Globalization;

namespace DexExtra.Transport.Tests.Processes;

/// <summary>
/// Offers numbered messages as fast as it can until it is killed, and writes the number of offers that returned into
/// a file. Being killed is likely to hit the middle of a write: the long messages take most of the time.
/// </summary>
internal static class Producer
{
    public const uint SourceId = 3;
    public const int CapacityBytes = 256 * 1024;
    public const int MaxMessageBytes = (CapacityBytes / TransportLimits.MinFramesPerStream) - 16;

    public static string CountPath(string folder, int life) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"count-{life}"));

    public static void Run(string folder, int life, string streamsFolder)
    {
        using var bell = Doorbell.Open(Path.Combine(folder, "bell"));
        using var publication = SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = streamsFolder,
            SourceId = SourceId,
            CapacityBytes = CapacityBytes,
            Doorbell = bell,
        });
        using var count = File.OpenHandle(CountPath(folder, life), FileMode.Create, FileAccess.Write);
        var buffer = new byte[MaxMessageBytes];
        for (var number = 0L; ; number++)
        {
            var lengthBytes = new NumberedMessage(life, number).WriteTo(buffer);
            while (publication.Offer(buffer.AsSpan(0, lengthBytes)) == PublicationResult.BackPressured)
            {
                Thread.Yield();
            }

            RandomAccess.Write(count, BitConverter.GetBytes(number + 1), 0);
        }
    }
}
