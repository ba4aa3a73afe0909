namespace DexExtra.Protocol.Fixp;

/// <summary>Why a connection ends. Orders stay in the book whatever the reason.</summary>
public enum TerminateReason : byte
{
    /// <summary>Asked for, or the answer to a Terminate.</summary>
    Finished = 1,

    /// <summary>A message that the session state does not allow.</summary>
    ProtocolError = 2,

    /// <summary>Bytes that are no frame of this protocol.</summary>
    Malformed = 3,

    /// <summary>Nothing was heard for three intervals.</summary>
    KeepAliveLapsed = 4,

    /// <summary>The client did not read; it resumes by sequence number.</summary>
    SlowConsumer = 5,
    Overloaded = 6,

    /// <summary>The gateway stops.</summary>
    Shutdown = 7,

    /// <summary>No session was established in time.</summary>
    LoginTimeout = 8,

    /// <summary>Limits were ignored persistently.</summary>
    RateAbuse = 9,

    /// <summary>The session key that logged in was revoked or has expired.</summary>
    SessionKeyOver = 10,
}
