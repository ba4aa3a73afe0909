using BenchmarkDotNet.Attributes;
using DexExtra.Transport;

namespace DexExtra.Bench.Micro;

/// <summary>Messages of 100 bytes through shared memory, offered and polled by one thread: no waiting.</summary>
public class Streams
{
    private const int Batch = 64;

    private readonly byte[] _message = new byte[100];
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-micro-").FullName;
    private SharedMemoryPublication? _publication;
    private SharedMemorySubscription? _subscription;

    [GlobalSetup]
    public void Setup()
    {
        _publication = SharedMemoryPublication.Open(new PublicationOptions { StreamsFolder = _folder, SourceId = 1 });
        _subscription = SharedMemorySubscription.Open(Directory.EnumerateFiles(_folder).First(
            file => !file.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _subscription!.Dispose();
        _publication!.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(OperationsPerInvoke = Batch)]
    public long OfferAndPoll()
    {
        for (var index = 0; index < Batch; index++)
        {
            _publication!.Offer(_message);
        }

        var reader = new Reader();
        _subscription!.Poll(ref reader, Batch);
        _subscription.Release(reader.Position);
        return reader.Position;
    }

    private struct Reader : IFragmentHandler
    {
        public long Position { get; private set; }

        public void OnFragment(ReadOnlySpan<byte> fragment, long position) => Position = position;
    }
}
