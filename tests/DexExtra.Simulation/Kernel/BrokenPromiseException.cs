namespace DexExtra.Simulation.Kernel;

/// <summary>A promise of the venue does not hold. The id is the same for the same kind of failure.</summary>
internal sealed class BrokenPromiseException(string promise, string what) : Exception($"{promise}: {what}")
{
    /// <summary>Such as P1, P3, liveness.</summary>
    public string Promise { get; } = promise;

    public static void Demand(bool holds, string promise, string what)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise, what);
        }
    }
}
