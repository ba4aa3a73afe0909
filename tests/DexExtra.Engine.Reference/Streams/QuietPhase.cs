namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// The quiet profile plays in turns: commands as ever, then a few minutes in which nothing comes but the clock, so that
/// means and volatilities arrive where prices stand.
/// </summary>
internal sealed class QuietPhase(StreamProfile profile)
{
    private const int Turn = 400;
    private const int Quiet = 150;

    public bool IsQuiet(long sequence) => profile.Name == "quiet" && sequence % Turn >= Turn - Quiet;
}
