using DexExtra.Engine.Host;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;
using DexExtra.Transport;

namespace DexExtra.Simulation.Wires;

/// <summary>The machine's shared memory: the newest session of each source, and every session there ever was.</summary>
internal sealed class SimStreams(int capacityBytes, Reached reached)
{
    private readonly SortedDictionary<uint, SimStream> _current = [];
    private readonly List<SimStream> _all = [];

    public IReadOnlyCollection<SimStream> Current => _current.Values;

    /// <summary>Grows whenever a stream comes or goes.</summary>
    public int Version { get; private set; }

    /// <summary>The stream of a source: it goes on, or a new session begins.</summary>
    public SimPublication Publish(uint sourceId)
    {
        if (!_current.TryGetValue(sourceId, out var stream))
        {
            if (_all.Exists(earlier => earlier.SourceId == sourceId))
            {
                reached.Add("stream with a new session");
            }

            stream = new SimStream(sourceId, (uint)_all.Count + 1, capacityBytes);
            _all.Add(stream);
            _current.Add(sourceId, stream);
            Version++;
        }

        return new SimPublication(stream, reached);
    }

    public SimStream? Find(uint sourceId, uint sessionId) =>
        sessionId > 0 && sessionId <= _all.Count && _all[(int)sessionId - 1].SourceId == sourceId
            ? _all[(int)sessionId - 1]
            : null;

    public void LosePower()
    {
        _current.Clear();
        Version++;
    }

    /// <summary>P10: no stream ever holds more than it may.</summary>
    public void CheckLimits()
    {
        foreach (var stream in _current.Values)
        {
            BrokenPromiseException.Demand(
                stream.UsedBytes <= stream.CapacityBytes, "P10", $"stream {stream.SourceId} is over its capacity");
        }
    }

    /// <summary>The folder as one consumer sees it.</summary>
    public IStreamFolder Open() => new Folder(this);

    private sealed class Folder(SimStreams streams) : IStreamFolder
    {
        private int _seen = -1;

        public IReadOnlyList<StreamInfo> Streams { get; private set; } = [];

        public bool Refresh()
        {
            if (_seen == streams.Version)
            {
                return false;
            }

            _seen = streams.Version;
            Streams =
            [
                .. streams.Current.Select(stream => new StreamInfo(
                    $"{stream.SourceId}.stream", stream.SourceId, stream.SessionId, StreamStatus.Ready)),
            ];
            return true;
        }

        public ISubscription Open(StreamInfo stream, long resumePosition) =>
            new SimSubscription(streams.Find(stream.SourceId, stream.SessionId)!, resumePosition);
    }
}
