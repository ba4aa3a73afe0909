namespace DexExtra.Protocol.Fixp;

/// <summary>Why a session could not be established; the connection ends.</summary>
public enum EstablishmentRejectReason : byte
{
    /// <summary>Negotiate comes first.</summary>
    Unnegotiated = 1,
    AlreadyEstablished = 2,

    /// <summary>The session id is not the negotiated one.</summary>
    WrongSession = 3,

    /// <summary>Not a signature, or not by the account, over Login with this connection's challenge.</summary>
    InvalidSignature = 4,

    /// <summary>The signed expiry has passed.</summary>
    Expired = 5,

    /// <summary>Outside the limits stated in NegotiationResponse.</summary>
    InvalidKeepAlive = 6,

    /// <summary>The client expects a number that the venue has not reached: it knows another venue.</summary>
    InvalidNextSeqNo = 7,
    Overloaded = 8,

    /// <summary>The owner allows other addresses only.</summary>
    AddressNotAllowed = 9,
}
