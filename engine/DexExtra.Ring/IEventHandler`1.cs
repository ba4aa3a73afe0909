namespace DexExtra.Ring;

/// <summary>
/// One stage of the pipeline. Give the processor a struct (a thin one around the stage object will do) and the calls
/// are compiled in. An exception is fatal: the processor stops, its sequence stays before the failed batch.
/// </summary>
/// <typeparam name="T">The event type.</typeparam>
public interface IEventHandler<T> : IEventHandler
{
    /// <summary>Handles one event. The processor's sequence moves only after the event with
    /// <paramref name="endOfBatch"/>, so that work flushed there is what followers may rely on.</summary>
    void OnEvent(T data, long sequence, bool endOfBatch);

    /// <summary>Called before the first event of each batch.</summary>
    void OnBatchStart(long batchSize)
    {
    }
}
