namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// Counts the calls through a seam and ends the process in the n-th one, before or after its effect. Once it has
/// happened every later call fails too. A target beyond the last call never happens.
/// </summary>
internal sealed class CrashPoint(int target, bool afterEffect)
{
    private int _calls;

    public bool HasHappened { get; private set; }

    public void Around(string what, Action effect) => Around(what, () =>
    {
        effect();
        return true;
    });

    public T Around<T>(string what, Func<T> effect)
    {
        var isTarget = Enter(what);
        var result = effect();
        return isTarget ? throw Crash(what) : result;
    }

    public async Task<T> AroundAsync<T>(string what, Func<Task<T>> effect)
    {
        var isTarget = Enter(what);
        var result = await effect();
        return isTarget ? throw Crash(what) : result;
    }

    private bool Enter(string what)
    {
        _calls++;
        return HasHappened || (_calls == target && !afterEffect) ? throw Crash(what) : _calls == target;
    }

    private SimulatedCrashException Crash(string what)
    {
        HasHappened = true;
        return new SimulatedCrashException($"{what}, call {_calls}, {(afterEffect ? "after" : "before")} its effect");
    }
}
