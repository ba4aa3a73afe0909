namespace DexExtra.Ring.Tests;

/// <summary>Turns a hang into a failure. Not a performance limit: far beyond what any loaded machine needs.</summary>
internal static class Patience
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    public static Task WithinReason(this Task task) => task.WaitAsync(Hang);
}
