using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>The engine itself.</summary>
public sealed class EngineVenue(EngineOptions options) : IVenue
{
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);

    public Engine Engine { get; } = new(options);

    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        var sink = new EventFrameWriter(_frame);
        Engine.Apply(command, ref sink);
        return sink.Frame;
    }
}
