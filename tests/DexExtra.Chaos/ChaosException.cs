namespace DexExtra.Chaos;

/// <summary>Something the venue promised did not hold, or something did not happen as the row expects.</summary>
/// <param name="message">What, in one line.</param>
/// <param name="lost">Acknowledged commands that are gone; 0 when nothing was lost but something is wrong.</param>
internal sealed class ChaosException(string message, long lost = 0) : Exception(message)
{
    public long Lost { get; } = lost;
}
