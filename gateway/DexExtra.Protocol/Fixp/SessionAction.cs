namespace DexExtra.Protocol.Fixp;

/// <summary>What the venue does with an inbound message or a verdict on it.</summary>
public enum SessionAction : byte
{
    /// <summary>The connection is closing.</summary>
    Ignore = 0,

    /// <summary>Send NegotiationResponse with a fresh challenge.</summary>
    AnswerNegotiation = 1,

    /// <summary>Send NegotiationReject with the step's code, then close.</summary>
    RejectNegotiation = 2,

    /// <summary>Check the Establish message; then ask SessionRules.AfterLogin.</summary>
    VerifyLogin = 3,

    /// <summary>Send EstablishmentAck and join the account's flow.</summary>
    AcknowledgeEstablishment = 4,

    /// <summary>Send EstablishmentReject with the step's code, then close.</summary>
    RejectEstablishment = 5,

    /// <summary>Nothing but the proof of life.</summary>
    Heartbeat = 6,

    /// <summary>Answer with Retransmission and the messages, or RetransmitReject.</summary>
    Retransmit = 7,
    NewOrder = 8,
    CancelOrder = 9,

    /// <summary>Send Terminate with the step's code, then close.</summary>
    Terminate = 10,

    /// <summary>The client terminated: answer Terminate(Finished), then close.</summary>
    Close = 11,
    NewOrderList = 12,
    AmendOrder = 13,
    ReplaceOrder = 14,
    MassCancel = 15,
    UnlockAccount = 16,
    MassQuote = 17,
    QuoteProtection = 18,
}
