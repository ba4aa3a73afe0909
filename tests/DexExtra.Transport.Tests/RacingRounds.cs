namespace DexExtra.Transport.Tests;

/// <summary>
/// Makes two threads do something at nearly the same moment, many times, with small random shifts against each other:
/// what it takes to see a store overtaken by a later load.
/// </summary>
internal sealed class RacingRounds(int rounds)
{
    private const int MaxShift = 60;
    private int _arrived;

    /// <summary>Takes part in all rounds; <paramref name="judge"/> runs when both have acted.</summary>
    public void Run(Random random, Action<int> act, Action? judge = null)
    {
        for (var round = 1; round <= rounds; round++)
        {
            Meet((4 * round) - 2);
            for (var shift = random.Next(MaxShift); shift > 0; shift--)
            {
                Volatile.Read(ref _arrived);
            }

            act(round);
            Meet(4 * round);
            judge?.Invoke();
        }
    }

    private void Meet(int goal)
    {
        Interlocked.Increment(ref _arrived);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _arrived) < goal)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }
    }
}
