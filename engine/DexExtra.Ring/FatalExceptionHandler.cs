namespace DexExtra.Ring;

/// <summary>
/// The one way a failed stage is reported: the exception goes to a callback that must bring the process down in an
/// orderly way (log one line, choose the exit code). Without a callback the process is torn down on the spot.
/// </summary>
/// <typeparam name="T">The event type.</typeparam>
public sealed class FatalExceptionHandler<T> : IExceptionHandler<T>
    where T : class
{
    private readonly Action<Exception, string> _onFatal;

    /// <summary>Tears the process down at the first exception.</summary>
    public FatalExceptionHandler()
        : this(static (ex, place) => Environment.FailFast(place, ex))
    {
    }

    /// <param name="onFatal">Gets the exception and where it happened; runs on the failed stage's thread.</param>
    public FatalExceptionHandler(Action<Exception, string> onFatal)
    {
        ArgumentNullException.ThrowIfNull(onFatal);
        _onFatal = onFatal;
    }

    public void HandleEventException(Exception ex, long sequence, T evt) =>
        _onFatal(ex, $"stage failed at ring sequence {sequence}");

    public void HandleOnStartException(Exception ex) => _onFatal(ex, "stage failed to start");

    public void HandleOnShutdownException(Exception ex) => _onFatal(ex, "stage failed to shut down");
}
