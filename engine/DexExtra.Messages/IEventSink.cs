namespace DexExtra.Messages;

/// <summary>
/// Where the engine writes the events of one command. Implemented by structs so that calls devirtualise.
/// The engine calls Begin once, Append per event, End once; single thread.
/// </summary>
public interface IEventSink
{
    /// <summary>Starts the frame that answers the command with this header.</summary>
    void Begin(in CommandHeader command);

    void Append<TBody>(EventType type, in TBody body)
        where TBody : unmanaged;

    /// <summary>
    /// Appends an event whose body is zero and returns the body in place, for large events: the caller fills it in
    /// before anything else is appended.
    /// </summary>
    ref TBody Add<TBody>(EventType type)
        where TBody : unmanaged;

    /// <summary>Completes the frame; its length and count are final.</summary>
    void End();
}
