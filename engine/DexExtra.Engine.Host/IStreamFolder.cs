using DexExtra.Transport;

namespace DexExtra.Engine.Host;

/// <summary>Where the producers' streams are. Sequence thread only.</summary>
internal interface IStreamFolder
{
    /// <summary>What the last refresh found, ordered by path.</summary>
    IReadOnlyList<StreamInfo> Streams { get; }

    /// <summary>Looks again; true when <see cref="Streams"/> has changed.</summary>
    bool Refresh();

    /// <summary>Opens a stream behind the last message that is safe elsewhere; 0 starts from its beginning.</summary>
    /// <exception cref="TransportException">Another consumer lives, the stream is damaged or of an earlier boot, or the
    /// position is released already or not the end of a message.</exception>
    ISubscription Open(StreamInfo stream, long resumePosition);
}
