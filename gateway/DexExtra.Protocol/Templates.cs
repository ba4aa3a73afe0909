using DexExtra.Protocol.Fixp;
using DexExtra.Protocol.Orders;

namespace DexExtra.Protocol;

/// <summary>Facts about each template, by its id.</summary>
public static class Templates
{
    /// <summary>Length of the root block in our schema version; 0 for an unknown template.</summary>
    public static int BlockLengthOf(Template template) => template switch
    {
        Template.Negotiate => Negotiate.SizeBytes,
        Template.NegotiationResponse => NegotiationResponse.SizeBytes,
        Template.NegotiationReject => NegotiationReject.SizeBytes,
        Template.Establish => Establish.SizeBytes,
        Template.EstablishmentAck => EstablishmentAck.SizeBytes,
        Template.EstablishmentReject => EstablishmentReject.SizeBytes,
        Template.Sequence => Sequence.SizeBytes,
        Template.RetransmitRequest => RetransmitRequest.SizeBytes,
        Template.Retransmission => Retransmission.SizeBytes,
        Template.RetransmitReject => RetransmitReject.SizeBytes,
        Template.Terminate => Terminate.SizeBytes,
        Template.NewOrderSingle => NewOrderSingle.SizeBytes,
        Template.OrderCancelRequest => OrderCancelRequest.SizeBytes,
        Template.NewOrderListRequest => NewOrderListRequest.SizeBytes,
        Template.OrderAmendRequest => OrderAmendRequest.SizeBytes,
        Template.OrderReplaceRequest => OrderReplaceRequest.SizeBytes,
        Template.MassCancelRequest => MassCancelRequest.SizeBytes,
        Template.UnlockRequest => UnlockRequest.SizeBytes,
        Template.MassQuoteRequest => MassQuoteRequest.SizeBytes,
        Template.QuoteProtectionRequest => QuoteProtectionRequest.SizeBytes,
        Template.ExecutionReport => ExecutionReport.SizeBytes,
        Template.OrderCancelReject => OrderCancelReject.SizeBytes,
        Template.DepositReport => DepositReport.SizeBytes,
        Template.BusinessReject => BusinessReject.SizeBytes,
        Template.PreventedMatchReport => PreventedMatchReport.SizeBytes,
        Template.OrderTriggeredReport => OrderTriggeredReport.SizeBytes,
        Template.OrderActivatedReport => OrderActivatedReport.SizeBytes,
        Template.OrderRepricedReport => OrderRepricedReport.SizeBytes,
        Template.OrderAmendedReport => OrderAmendedReport.SizeBytes,
        Template.OrderAmendReject => OrderAmendReject.SizeBytes,
        Template.MassCancelReport => MassCancelReport.SizeBytes,
        Template.AccountLockReport => AccountLockReport.SizeBytes,
        Template.BalanceReport => BalanceReport.SizeBytes,
        Template.PositionClosedReport => PositionClosedReport.SizeBytes,
        Template.PositionSettledReport => PositionSettledReport.SizeBytes,
        Template.MarginCallReport => MarginCallReport.SizeBytes,
        Template.LiquidationReport => LiquidationReport.SizeBytes,
        Template.PositionRankReport => PositionRankReport.SizeBytes,
        Template.MarginModeReport => MarginModeReport.SizeBytes,
        Template.WithdrawalReport => WithdrawalReport.SizeBytes,
        Template.MassQuoteReport => MassQuoteReport.SizeBytes,
        Template.QuoteReject => QuoteReject.SizeBytes,
        Template.QuoteProtectionReport => QuoteProtectionReport.SizeBytes,
        _ => 0,
    };

    /// <summary>Length of one entry of the template's repeating group; 0 for a template without one.</summary>
    public static int EntryLengthOf(Template template) => template switch
    {
        Template.NewOrderListRequest => OrderListLeg.SizeBytes,
        Template.MassQuoteRequest => QuoteSide.SizeBytes,
        _ => 0,
    };

    /// <summary>Most entries of the template's repeating group.</summary>
    public static int MaxEntriesOf(Template template) => template switch
    {
        Template.NewOrderListRequest => NewOrderListRequest.MaxLegs,
        Template.MassQuoteRequest => MassQuoteRequest.MaxSides,
        _ => 0,
    };

    internal static bool EntryReservedIsZero(Template template, ReadOnlySpan<byte> entry) =>
        template == Template.MassQuoteRequest
            ? QuoteSide.ReservedIsZero(entry)
            : OrderListLeg.ReservedIsZero(entry);

    /// <summary>Where the one byte is that a retransmission sets; 0 for templates outside the numbered flow.</summary>
    internal static int PossResendOffsetOf(Template template) => template switch
    {
        Template.ExecutionReport => ExecutionReport.PossResendOffset,
        Template.OrderCancelReject => OrderCancelReject.PossResendOffset,
        Template.DepositReport => DepositReport.PossResendOffset,
        Template.PreventedMatchReport => PreventedMatchReport.PossResendOffset,
        Template.OrderTriggeredReport => OrderTriggeredReport.PossResendOffset,
        Template.OrderActivatedReport => OrderActivatedReport.PossResendOffset,
        Template.OrderRepricedReport => OrderRepricedReport.PossResendOffset,
        Template.OrderAmendedReport => OrderAmendedReport.PossResendOffset,
        Template.OrderAmendReject => OrderAmendReject.PossResendOffset,
        Template.MassCancelReport => MassCancelReport.PossResendOffset,
        Template.AccountLockReport => AccountLockReport.PossResendOffset,
        Template.BalanceReport => BalanceReport.PossResendOffset,
        Template.PositionClosedReport => PositionClosedReport.PossResendOffset,
        Template.PositionSettledReport => PositionSettledReport.PossResendOffset,
        Template.MarginCallReport => MarginCallReport.PossResendOffset,
        Template.LiquidationReport => LiquidationReport.PossResendOffset,
        Template.PositionRankReport => PositionRankReport.PossResendOffset,
        Template.MarginModeReport => MarginModeReport.PossResendOffset,
        Template.WithdrawalReport => WithdrawalReport.PossResendOffset,
        Template.MassQuoteReport => MassQuoteReport.PossResendOffset,
        Template.QuoteReject => QuoteReject.PossResendOffset,
        Template.QuoteProtectionReport => QuoteProtectionReport.PossResendOffset,
        _ => 0,
    };

    internal static bool ReservedIsZero(Template template, ReadOnlySpan<byte> body) => template switch
    {
        Template.Establish => Reserved<Establish>(body),
        Template.RetransmitRequest => Reserved<RetransmitRequest>(body),
        Template.Terminate => Reserved<Terminate>(body),
        Template.NewOrderSingle => Reserved<NewOrderSingle>(body),
        Template.NewOrderListRequest => Reserved<NewOrderListRequest>(body),
        Template.OrderAmendRequest => Reserved<OrderAmendRequest>(body),
        Template.OrderReplaceRequest => Reserved<OrderReplaceRequest>(body),
        Template.MassCancelRequest => Reserved<MassCancelRequest>(body),
        Template.UnlockRequest => Reserved<UnlockRequest>(body),
        Template.QuoteProtectionRequest => Reserved<QuoteProtectionRequest>(body),
        _ => true,
    };

    private static bool Reserved<TBody>(ReadOnlySpan<byte> body)
        where TBody : unmanaged, IWireMessage => TBody.ReservedIsZero(body);
}
