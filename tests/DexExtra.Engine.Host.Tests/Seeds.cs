namespace DexExtra.Engine.Host.Tests;

/// <summary>The seed of a random test: from DEXEXTRA_SEED to repeat one, else from the clock; always printed.</summary>
internal static class Seeds
{
    public static int Next() =>
        int.TryParse(Environment.GetEnvironmentVariable("DEXEXTRA_SEED"), out var seed) ? seed : Environment.TickCount;
}
