namespace DexExtra.RealParts;

/// <summary>Waits for a condition; the limit is patience for a broken build, not a requirement on speed.</summary>
public static class Eventually
{
    private const int PatienceMs = 60_000;
    public static TimeSpan Patience { get; } = TimeSpan.FromMilliseconds(PatienceMs);

    private const int StepMs = 10;

    public static Task TrueAsync(Func<bool> condition, string what) =>
        TrueAsync(() => Task.FromResult(condition()), () => what);

    public static Task TrueAsync(Func<Task<bool>> condition, string what) => TrueAsync(condition, () => what);

    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> what)
    {
        for (var waitedMs = 0; waitedMs < PatienceMs; waitedMs += StepMs)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(StepMs);
        }

        throw new TimeoutException($"did not happen: {what()}");
    }
}
