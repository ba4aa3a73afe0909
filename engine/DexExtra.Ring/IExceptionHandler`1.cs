namespace DexExtra.Ring;

/// <summary>
/// Told about the exception that stops a processor, on the processor's thread, once. The processor stops whatever the
/// handler does: an event whose handling failed has half changed some state, and nothing may build on it.
/// </summary>
/// <typeparam name="T">The event type.</typeparam>
public interface IExceptionHandler<in T>
    where T : class
{
    /// <summary>The handler failed on the event at <paramref name="sequence"/>.</summary>
    void HandleEventException(Exception ex, long sequence, T evt);

    /// <summary>The handler failed before the first event.</summary>
    void HandleOnStartException(Exception ex);

    /// <summary>The handler failed while shutting down.</summary>
    void HandleOnShutdownException(Exception ex);
}
