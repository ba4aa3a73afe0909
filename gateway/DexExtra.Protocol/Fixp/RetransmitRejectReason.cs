namespace DexExtra.Protocol.Fixp;

/// <summary>Why a retransmission was refused; the session goes on.</summary>
public enum RetransmitRejectReason : byte
{
    /// <summary>A number that was never sent, or a count of 0.</summary>
    OutOfRange = 1,

    /// <summary>More messages than EstablishmentAck.maxRetransmitCount.</summary>
    TooMany = 2,

    /// <summary>The previous retransmission has not ended.</summary>
    InProgress = 3,

    /// <summary>The session id is not the established one.</summary>
    WrongSession = 4,

    /// <summary>The messages are older than the venue keeps.</summary>
    Expired = 5,
}
