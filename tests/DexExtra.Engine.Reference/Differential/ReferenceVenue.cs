namespace DexExtra.Engine.Reference.Differential;

/// <summary>The reference.</summary>
public sealed class ReferenceVenue(EngineOptions options) : IVenue
{
    public ReferenceEngine Reference { get; } = new(options);

    public ReadOnlySpan<byte> LastFrame => Reference.State.Sink.Frame;

    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command) => Reference.Apply(command);
}
