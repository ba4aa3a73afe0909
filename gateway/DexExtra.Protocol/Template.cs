namespace DexExtra.Protocol;

/// <summary>SBE template ids of schema <c>order-entry.xml</c>. Numbers are on the wire for ever.</summary>
public enum Template : ushort
{
    None = 0,

    // session, FIXP style
    Negotiate = 1,
    NegotiationResponse = 2,
    NegotiationReject = 3,
    Establish = 4,
    EstablishmentAck = 5,
    EstablishmentReject = 6,
    Sequence = 7,
    RetransmitRequest = 8,
    Retransmission = 9,
    RetransmitReject = 10,
    Terminate = 11,

    // business, client to venue
    NewOrderSingle = 20,
    OrderCancelRequest = 21,
    NewOrderListRequest = 22,
    OrderAmendRequest = 23,
    OrderReplaceRequest = 24,
    MassCancelRequest = 25,
    UnlockRequest = 26,
    MassQuoteRequest = 27,
    QuoteProtectionRequest = 28,

    // business, venue to client
    ExecutionReport = 30,
    OrderCancelReject = 31,
    DepositReport = 32,
    BusinessReject = 33,
    PreventedMatchReport = 34,
    OrderTriggeredReport = 35,
    OrderActivatedReport = 36,
    OrderRepricedReport = 37,
    OrderAmendedReport = 38,
    OrderAmendReject = 39,
    MassCancelReport = 40,
    AccountLockReport = 41,
    BalanceReport = 42,
    PositionClosedReport = 43,
    PositionSettledReport = 44,
    MarginCallReport = 45,
    LiquidationReport = 46,
    PositionRankReport = 47,
    MarginModeReport = 48,
    WithdrawalReport = 49,
    MassQuoteReport = 50,
    QuoteReject = 51,
    QuoteProtectionReport = 52,
}
