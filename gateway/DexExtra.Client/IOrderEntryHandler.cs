using DexExtra.Protocol.Orders;

namespace DexExtra.Client;

/// <summary>
/// Receives the account's flow. Numbered messages come exactly once and in order, whatever was retransmitted; those
/// with sequence number 0 and business rejects come as received. Called on the receive loop: return quickly, copy what
/// must outlive the call. An exception ends the session and surfaces in <see cref="OrderEntryClient.Completion"/>.
/// </summary>
public interface IOrderEntryHandler
{
    void OnExecutionReport(in ExecutionReport report);

    void OnOrderCancelReject(in OrderCancelReject reject);

    void OnDepositReport(in DepositReport deposit);

    void OnPreventedMatch(in PreventedMatchReport prevented);

    void OnBusinessReject(in BusinessReject reject);
}
