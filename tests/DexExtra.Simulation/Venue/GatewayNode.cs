using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Simulation.Storage;
using DexExtra.Simulation.Wires;
using DexExtra.Transport;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// One life of a gateway: hands commands of clients to its stream and frames back to whom they answer. It remembers
/// nothing that a restart needs; a full stream refuses at once.
/// </summary>
internal sealed class GatewayNode : IDisposable
{
    public const uint SourceId = 1;
    private const int FramesPerStep = 16;
    private const int ClientShift = 32;

    private readonly SimNetwork _network;
    private readonly SimPublication _publication;
    private readonly EventLogReader _events;

    public GatewayNode(SimDisk disk, SimStreams streams, SimNetwork network)
    {
        _network = network;
        _publication = streams.Publish(SourceId);
        _events = EventLogReader.Open(
            EventHistory.Of(disk, SimFolders.Events, SimFolders.EventsArchive), SimFolders.Events, 0);
    }

    /// <summary>A client's number and its own number of the request, as the engine echoes them.</summary>
    public static ulong Correlation(int client, uint request) => ((ulong)(client + 1) << ClientShift) | request;

    /// <summary>Messages that arrived go into the stream; refused ones are the client's to repeat.</summary>
    public void Receive()
    {
        while (_network.AtGateway() is { } arrived)
        {
            if (_publication.Offer(arrived.Message) == PublicationResult.BackPressured)
            {
                return;
            }
        }
    }

    /// <summary>New frames go to the clients whose requests they answer.</summary>
    public void Respond()
    {
        for (var count = 0; count < FramesPerStep && _events.TryRead(out _, out var payload); count++)
        {
            ref readonly var header = ref new EventFrame(payload).Header;
            if (header.SourceId == SourceId)
            {
                _network.ToClient((int)(header.CorrelationId >> ClientShift) - 1, payload.ToArray());
            }
        }
    }

    public void Dispose()
    {
        _events.Dispose();
        _network.Reset();
    }
}
