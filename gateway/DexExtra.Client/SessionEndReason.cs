namespace DexExtra.Client;

/// <summary>Why a client session is over.</summary>
public enum SessionEndReason
{
    /// <summary>CloseAsync was called.</summary>
    Closed = 1,

    /// <summary>The venue sent Terminate; its reason is in <see cref="SessionEnd.TerminateReason"/>.</summary>
    TerminatedByVenue = 2,

    /// <summary>The connection broke or a send failed.</summary>
    ConnectionLost = 3,

    /// <summary>Nothing was heard for three intervals.</summary>
    KeepAliveLapsed = 4,

    /// <summary>The venue sent what this protocol does not allow.</summary>
    ProtocolViolation = 5,

    /// <summary>The venue refused to retransmit what is missing: the account's state must be read anew.</summary>
    FlowLost = 6,
}
