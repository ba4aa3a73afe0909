using DexExtra.Messages;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// The open streams of all producers. Finds new ones in the folder while running; opens each at the position that the
/// journal proves was taken (ADR 0012). A damaged stream is left alone and logged once. Sequence thread only.
/// </summary>
internal sealed class StreamIntake(
    IStreamFolder folder, IReadOnlyDictionary<uint, SourcePosition> recovered, ILogger log) : IDisposable
{
    private readonly List<StreamSource> _sources = [];
    private readonly List<StreamSource> _retired = [];
    private bool _retryOpen;
    private string? _lastRefusal;

    public IReadOnlyList<StreamSource> Sources => _sources;

    /// <summary>Opens streams that appeared and retires those that went; cheap when nothing changed.</summary>
    /// <param name="journaled">Ring sequence up to which the journal stage is done.</param>
    public void Refresh(long journaled)
    {
        DisposeRetired(journaled);
        if (!folder.Refresh() && !_retryOpen)
        {
            return;
        }

        _retryOpen = false;
        for (var index = _sources.Count - 1; index >= 0; index--)
        {
            var source = _sources[index];
            if (!folder.Streams.Any(info => IsSame(info, source)))
            {
                _sources.RemoveAt(index);
                _retired.Add(source);
                log.LogInformation("stream {Source} left", source.Subscription.SourceId);
            }
        }

        foreach (var info in folder.Streams)
        {
            if (!_sources.Any(source => IsSame(info, source)))
            {
                Open(info);
            }
        }
    }

    public void Dispose()
    {
        foreach (var source in _sources.Concat(_retired))
        {
            source.Subscription.Dispose();
        }
    }

    private static bool IsSame(StreamInfo info, StreamSource source) =>
        info.SourceId == source.Subscription.SourceId && info.SessionId == source.Subscription.SessionId;

    private void Open(StreamInfo info)
    {
        if (info.Status != StreamStatus.Ready)
        {
            log.LogWarning("stream {Path} is {Status}: not opened", info.Path, Codes.Of(info.Status));
            return;
        }

        var resume = recovered.TryGetValue(info.SourceId, out var taken) && taken.SessionId == info.SessionId
            ? taken.Position
            : 0;
        try
        {
            _sources.Add(new StreamSource(folder.Open(info, resume)));
            log.LogInformation(
                "stream {Source} session {Session:x8} opened at {Position}", info.SourceId, info.SessionId, resume);
        }
        catch (TransportException error)
        {
            // tried again at the next refresh: a predecessor may still be letting go of its lock
            _retryOpen = true;
            LogOnce(error.Message);
        }
    }

    /// <summary>The same refusal comes back at every refresh, many times a second: one line is enough.</summary>
    private void LogOnce(string refusal)
    {
        if (refusal != _lastRefusal)
        {
            _lastRefusal = refusal;
            log.LogWarning("stream not opened, tried again: {Message}", refusal);
        }
    }

    private void DisposeRetired(long journaled)
    {
        for (var index = _retired.Count - 1; index >= 0; index--)
        {
            if (_retired[index].LastSequence <= journaled)
            {
                _retired[index].Subscription.Dispose();
                _retired.RemoveAt(index);
            }
        }
    }
}
