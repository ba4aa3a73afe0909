namespace DexExtra.Engine.Triggers;

/// <summary>
/// T3: how the value of one trigger source of one market moved since its stops were last tested. Low and high include
/// every print; before is the value last tested, if there was one.
/// </summary>
internal struct SourceStep
{
    public long LowTicks;
    public long HighTicks;

    /// <summary>First value of the step.</summary>
    public long FirstTicks;

    /// <summary>Last value, tested or not.</summary>
    public long ValueTicks;
    public long TestedTicks;
    public bool HasValue;
    public bool HasTested;
    public bool IsPending;

    /// <summary>Adds a value to the step.</summary>
    public void Add(long ticks)
    {
        if (!IsPending)
        {
            IsPending = true;
            FirstTicks = LowTicks = HighTicks = ticks;
        }

        LowTicks = Math.Min(LowTicks, ticks);
        HighTicks = Math.Max(HighTicks, ticks);
        Note(ticks);
    }

    /// <summary>Remembers a value that is not tested.</summary>
    public void Note(long ticks)
    {
        ValueTicks = ticks;
        HasValue = true;
    }

    /// <summary>Forgets what was to be tested.</summary>
    public void Drop() => IsPending = false;

    /// <summary>The step is tested; the next one starts from its last value.</summary>
    public void Close()
    {
        IsPending = false;
        HasTested = true;
        TestedTicks = ValueTicks;
    }

    /// <summary>T4: what distances count from: the value before the step, or its first one.</summary>
    public readonly long BeforeTicks => HasTested ? TestedTicks : FirstTicks;
}
