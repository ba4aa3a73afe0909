namespace DexExtra.Ring;

/// <summary>What every handler has, whatever its event type. All members run on the processor's thread.</summary>
public interface IEventHandler
{
    /// <summary>Most events per batch, or null for no limit but the ring's size. Read once, at construction.</summary>
    int? MaxBatchSize => null;

    /// <summary>Called once before the first event.</summary>
    void OnStart()
    {
    }

    /// <summary>Called once after the last event, also after a failure.</summary>
    void OnShutdown()
    {
    }
}
