namespace DexExtra.Engine.Book;

/// <summary>
/// I-ICE-5: sizes of iceberg slices. SplitMix64 (Steele, Lea, Flood 2014), seeded from the journal, part of the state.
/// A copy predicts without drawing.
/// </summary>
internal struct SliceGenerator(ulong seed)
{
    private ulong _state = seed;

    public readonly ulong State => _state;

    /// <summary>
    /// Lots to show of so many: display ± up to variance, at least 1; without variance nothing is drawn, with display
    /// 0 everything is shown.
    /// </summary>
    public long Next(long displayLots, long varianceLots, long lots)
    {
        if (displayLots == 0)
        {
            return lots;
        }

        var slice = displayLots;
        if (varianceLots > 0)
        {
            slice += (long)(Draw() % (ulong)((2 * varianceLots) + 1)) - varianceLots;
        }

        return Math.Min(Math.Max(1, slice), lots);
    }

    private ulong Draw()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var mixed = _state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
