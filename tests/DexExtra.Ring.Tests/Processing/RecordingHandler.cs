namespace DexExtra.Ring.Tests.Processing;

/// <summary>Writes down everything a processor does to it, in order.</summary>
internal sealed class RecordingHandler(int? maxBatchSize = null) : IEventHandler<TestEvent>
{
    public List<string> Calls { get; } = [];

    public int? MaxBatchSize => maxBatchSize;

    public long FailAt { get; init; } = long.MinValue;

    public bool FailOnStart { get; init; }

    public bool FailOnShutdown { get; init; }

    public void OnStart()
    {
        Calls.Add("start");
        if (FailOnStart)
        {
            throw new InvalidOperationException("planted at start");
        }
    }

    public void OnBatchStart(long batchSize) => Calls.Add($"batch {batchSize}");

    public void OnEvent(TestEvent data, long sequence, bool endOfBatch)
    {
        Calls.Add($"{sequence}={data.Value}{(endOfBatch ? " end" : string.Empty)}");
        if (sequence == FailAt)
        {
            throw new InvalidOperationException("planted at event");
        }
    }

    public void OnShutdown()
    {
        Calls.Add("shutdown");
        if (FailOnShutdown)
        {
            throw new InvalidOperationException("planted at shutdown");
        }
    }
}
