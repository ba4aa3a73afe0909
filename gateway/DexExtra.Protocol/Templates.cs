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
        Template.ExecutionReport => ExecutionReport.SizeBytes,
        Template.OrderCancelReject => OrderCancelReject.SizeBytes,
        Template.DepositReport => DepositReport.SizeBytes,
        Template.BusinessReject => BusinessReject.SizeBytes,
        Template.PreventedMatchReport => PreventedMatchReport.SizeBytes,
        _ => 0,
    };

    internal static bool ReservedIsZero(Template template, ReadOnlySpan<byte> body) => template switch
    {
        Template.Establish => Reserved<Establish>(body),
        Template.RetransmitRequest => Reserved<RetransmitRequest>(body),
        Template.Terminate => Reserved<Terminate>(body),
        Template.NewOrderSingle => Reserved<NewOrderSingle>(body),
        _ => true,
    };

    private static bool Reserved<TBody>(ReadOnlySpan<byte> body)
        where TBody : unmanaged, IWireMessage => TBody.ReservedIsZero(body);
}
