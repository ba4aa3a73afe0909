namespace DexExtra.Engine.Reference.Money;

/// <summary>R7: trailing mean quantity of a market's accepted orders, in 16-bit fixed point (docs/money.md §5).</summary>
public sealed class SlowSizes
{
    private const int Weight = 64;
    private const int One = 1 << 16;

    private Int128 _mean;
    private int _seen;

    /// <summary>Lots, rounded up; null before enough orders were seen.</summary>
    public Int128? Mean => _seen < Weight ? null : Ratio.Up(_mean, 1, One);

    /// <summary>The first is the mean; then it moves by a 64th of the distance, away from zero.</summary>
    public void Add(long lots)
    {
        var distance = ((Int128)lots * One) - _mean;
        var step = distance < 0 ? -Ratio.Up(-distance, 1, Weight) : Ratio.Up(distance, 1, Weight);
        _mean += _seen == 0 ? distance : step;
        _seen++;
    }
}
