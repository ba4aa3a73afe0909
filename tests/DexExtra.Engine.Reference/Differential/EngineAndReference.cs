namespace DexExtra.Engine.Reference.Differential;

/// <summary>
/// The pair that counts: the engine with a twin under another hash seed, and the reference. The check audits the engine
/// and compares the twins' hashes and the two states.
/// </summary>
public static class EngineAndReference
{
    private const ulong OtherHashSeed = 0xDEAD_BEEF;

    public static VenuePair Of(EngineOptions options)
    {
        var engine = new EngineVenue(options);
        var twin = new EngineVenue(options with { HashSeed = OtherHashSeed });
        var reference = new ReferenceVenue(options);
        return new VenuePair(new TwinVenue(engine, twin), reference, () =>
        {
            engine.Engine.Audit();
            return engine.Engine.StateHash() != twin.Engine.StateHash()
                ? "the state hash depends on the hash seed"
                : StateComparison.Difference(engine.Engine.View, reference.Reference);
        });
    }

    /// <summary>No engine: the streams and the reference alone.</summary>
    public static VenuePair ReferenceOnly(EngineOptions options)
    {
        var reference = new ReferenceVenue(options);
        return new VenuePair(reference, new Echo(reference));
    }

    /// <summary>Answers with what the other one has answered.</summary>
    private sealed class Echo(ReferenceVenue venue) : IVenue
    {
        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command) => venue.LastFrame;
    }

    private sealed class TwinVenue(IVenue first, IVenue second) : IVenue
    {
        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            var frame = first.Apply(command);
            return second.Apply(command).SequenceEqual(frame)
                ? frame
                : throw new InvalidOperationException("frames depend on the hash seed");
        }
    }
}
