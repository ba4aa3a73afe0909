namespace DexExtra.Engine.Auctions;

/// <summary>
/// When a market's call next needs a look, over all markets: a command before that visits none. Never too late, maybe
/// too early.
/// </summary>
internal sealed class ClockSchedule
{
    /// <summary>Engine time of the next end of a call, draw or unfinished step.</summary>
    public long NextNs { get; private set; } = long.MaxValue;

    /// <summary>Engine time of the next indication that had to wait (A10).</summary>
    public long NextIndicationNs { get; private set; } = long.MaxValue;

    public void Wake(long ns) => NextNs = Math.Min(NextNs, ns);

    public void WakeIndication(long ns) => NextIndicationNs = Math.Min(NextIndicationNs, ns);

    /// <summary>All markets are visited now; each says anew when it is next.</summary>
    public void Reset() => NextNs = long.MaxValue;

    public void ResetIndications() => NextIndicationNs = long.MaxValue;
}
