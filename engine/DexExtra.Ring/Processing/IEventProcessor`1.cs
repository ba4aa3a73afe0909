namespace DexExtra.Ring.Processing;

/// <summary>A processor of events of one type.</summary>
/// <typeparam name="T">The event type.</typeparam>
public interface IEventProcessor<out T> : IEventProcessor
    where T : class
{
    /// <summary>Replaces the default, which tears the process down. Before
    /// <see cref="IEventProcessor.Start"/>.</summary>
    void SetExceptionHandler(IExceptionHandler<T> exceptionHandler);
}
