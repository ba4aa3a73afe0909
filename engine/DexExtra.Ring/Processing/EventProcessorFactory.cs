namespace DexExtra.Ring.Processing;

/// <summary>Creates processors. The handler's own type is kept, so that a struct handler's calls are compiled
/// in.</summary>
public static class EventProcessorFactory
{
    public static IEventProcessor<T> Create<T, TEventHandler>(
        RingBuffer<T> dataProvider, SequenceBarrier sequenceBarrier, TEventHandler eventHandler)
        where T : class
        where TEventHandler : IEventHandler<T> =>
        new EventProcessor<T, TEventHandler>(dataProvider, sequenceBarrier, eventHandler);
}
