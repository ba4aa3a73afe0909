namespace DexExtra.Protocol.Fixp;

/// <summary>Why a session could not be negotiated; the connection ends.</summary>
public enum NegotiationRejectReason : byte
{
    /// <summary>The account or the session id is zero.</summary>
    InvalidAccount = 1,

    /// <summary>The venue is starting, recovering or stopping.</summary>
    Unavailable = 2,

    /// <summary>A limit on sessions is reached.</summary>
    Overloaded = 3,

    /// <summary>This connection negotiated before.</summary>
    AlreadyNegotiated = 4,
}
