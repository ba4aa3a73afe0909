using DexExtra.Engine.Ahead;
using DexExtra.Ring;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Announces commands of the ring to the engine's lookahead before their turn. What the ring has published stays in its
/// slot until the publish stage has passed it, so that the match stage may read ahead. Match thread only.
/// </summary>
internal sealed class CommandsAhead(RingBuffer<CommandSlot> ring, Engine engine)
{
    private readonly CommandLookahead _lookahead = new(engine);
    private long _published = -1;

    /// <summary>Ring sequence of the last command that was announced, or had its turn before it could be.</summary>
    public long Announced { get; private set; } = -1;

    /// <summary>The command with this ring sequence is applied next.</summary>
    public void MoveTo(long sequence)
    {
        var wanted = sequence + CommandLookahead.Distance;
        if (_published < wanted)
        {
            // a line of the sequencing thread: asked for only when what is known is used up
            _published = ring.Cursor;
        }

        Announced = Math.Max(Announced, sequence);
        var last = Math.Min(_published, wanted);
        while (Announced < last)
        {
            _lookahead.Announce(ring[++Announced].Command);
        }
    }
}
