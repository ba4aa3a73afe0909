namespace DexExtra.Transport.Tests.Processes;

/// <summary>Sleeps on a doorbell; writes a file before it sleeps, and another when it was rung.</summary>
internal static class Sleeper
{
    public static void Run(string bellPath)
    {
        using var bell = Doorbell.Open(bellPath);
        var seen = bell.Observe();
        File.WriteAllText(bellPath + ".armed", string.Empty);
        while (!bell.Wait(seen, Timeout.Infinite))
        {
        }

        File.WriteAllText(bellPath + ".rung", string.Empty);
    }
}
