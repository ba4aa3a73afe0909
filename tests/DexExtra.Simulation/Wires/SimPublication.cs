using DexExtra.Simulation.Checks;
using DexExtra.Transport;

namespace DexExtra.Simulation.Wires;

/// <summary>The producer's end of a <see cref="SimStream"/>.</summary>
internal sealed class SimPublication(SimStream stream, Reached reached) : IPublication
{
    public long Position => stream.Tail;

    public uint SourceId => stream.SourceId;

    public uint SessionId => stream.SessionId;

    public long Offer(ReadOnlySpan<byte> message)
    {
        if (stream.TryCommit(message))
        {
            return stream.Tail;
        }

        reached.Add("stream full");
        return PublicationResult.BackPressured;
    }

    public void Dispose()
    {
    }
}
