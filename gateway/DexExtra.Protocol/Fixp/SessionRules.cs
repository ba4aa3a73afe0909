namespace DexExtra.Protocol.Fixp;

/// <summary>
/// The whole behaviour of the venue's side of a session as data: state × message → action and next state (NET-03). No
/// clock, no socket, no memory; the gateway keeps the state and does what the table says. Every refusal of a session
/// message ends the connection, so that an attacker pays a connection for each attempt.
/// </summary>
public static class SessionRules
{
    private static readonly SessionStep Misplaced =
        new(SessionAction.Terminate, SessionState.Closed, (byte)TerminateReason.ProtocolError);

    private static readonly SessionStep ClientLeaves = new(SessionAction.Close, SessionState.Closed);

    /// <summary>Rows: messages that a client may ever send; any other template is Misplaced while open.</summary>
    public static SessionStep Decide(SessionState state, Template message) => state switch
    {
        SessionState.Closed => new(SessionAction.Ignore, SessionState.Closed),
        _ when message == Template.Terminate => ClientLeaves,
        SessionState.Connected => WhenConnected(message),
        SessionState.Negotiated => WhenNegotiated(message),
        SessionState.Established => WhenEstablished(message),
        _ => Misplaced,
    };

    /// <summary>The answer when a client's bytes are no message at all.</summary>
    public static SessionStep Garbage(SessionState state) => state == SessionState.Closed
        ? new(SessionAction.Ignore, SessionState.Closed)
        : new(SessionAction.Terminate, SessionState.Closed, (byte)TerminateReason.Malformed);

    /// <summary>The answer to Negotiate when the venue will not have the session.</summary>
    public static SessionStep Refuse(NegotiationRejectReason reason) =>
        new(SessionAction.RejectNegotiation, SessionState.Closed, (byte)reason);

    /// <summary>After VerifyLogin: <paramref name="problem"/> is null when the login is good.</summary>
    public static SessionStep AfterLogin(SessionState state, EstablishmentRejectReason? problem)
    {
        if (state != SessionState.Verifying)
        {
            // the client left, or was thrown out, while its signature was being checked
            return new(SessionAction.Ignore, SessionState.Closed);
        }

        return problem is { } reason
            ? Refuse(reason)
            : new(SessionAction.AcknowledgeEstablishment, SessionState.Established);
    }

    private static SessionStep Refuse(EstablishmentRejectReason reason) =>
        new(SessionAction.RejectEstablishment, SessionState.Closed, (byte)reason);

    private static SessionStep WhenConnected(Template message) => message switch
    {
        Template.Negotiate => new(SessionAction.AnswerNegotiation, SessionState.Negotiated),
        Template.Establish => Refuse(EstablishmentRejectReason.Unnegotiated),
        _ => Misplaced,
    };

    private static SessionStep WhenNegotiated(Template message) => message switch
    {
        Template.Establish => new(SessionAction.VerifyLogin, SessionState.Verifying),
        Template.Negotiate => Refuse(NegotiationRejectReason.AlreadyNegotiated),
        _ => Misplaced,
    };

    private static SessionStep WhenEstablished(Template message) => message switch
    {
        Template.NewOrderSingle => new(SessionAction.NewOrder, SessionState.Established),
        Template.OrderCancelRequest => new(SessionAction.CancelOrder, SessionState.Established),
        Template.NewOrderListRequest => new(SessionAction.NewOrderList, SessionState.Established),
        Template.OrderAmendRequest => new(SessionAction.AmendOrder, SessionState.Established),
        Template.OrderReplaceRequest => new(SessionAction.ReplaceOrder, SessionState.Established),
        Template.MassCancelRequest => new(SessionAction.MassCancel, SessionState.Established),
        Template.UnlockRequest => new(SessionAction.UnlockAccount, SessionState.Established),
        Template.MassQuoteRequest => new(SessionAction.MassQuote, SessionState.Established),
        Template.QuoteProtectionRequest => new(SessionAction.QuoteProtection, SessionState.Established),
        Template.Sequence => new(SessionAction.Heartbeat, SessionState.Established),
        Template.RetransmitRequest => new(SessionAction.Retransmit, SessionState.Established),
        Template.Negotiate => Refuse(NegotiationRejectReason.AlreadyNegotiated),
        Template.Establish => Refuse(EstablishmentRejectReason.AlreadyEstablished),
        _ => Misplaced,
    };
}
