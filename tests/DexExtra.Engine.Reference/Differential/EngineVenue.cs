using DexExtra.Engine.Ahead;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>The engine itself, with its lookahead, which must change nothing.</summary>
public sealed class EngineVenue : IVenue
{
    private readonly CommandLookahead _lookahead;
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);

    public EngineVenue(EngineOptions options)
    {
        Engine = new Engine(options);
        _lookahead = new CommandLookahead(Engine);
    }

    public Engine Engine { get; }

    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        var sink = new EventFrameWriter(_frame);
        _lookahead.Announce(command);
        Engine.Apply(command, ref sink);
        return sink.Frame;
    }
}
