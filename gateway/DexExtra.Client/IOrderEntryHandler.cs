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

    /// <summary>A stop fired (T4). The default passes it over, like those below: who sends none needs none.</summary>
    void OnOrderTriggered(in OrderTriggeredReport triggered)
    {
    }

    /// <summary>A child woke or grew (T14).</summary>
    void OnOrderActivated(in OrderActivatedReport activated)
    {
    }

    /// <summary>A pegged order moved (O-PEG).</summary>
    void OnOrderRepriced(in OrderRepricedReport repriced)
    {
    }

    /// <summary>An order changed at its owner's request (C1).</summary>
    void OnOrderAmended(in OrderAmendedReport amended)
    {
    }

    void OnOrderAmendReject(in OrderAmendReject reject)
    {
    }

    /// <summary>A mass cancel has visited everything (C6).</summary>
    void OnMassCancel(in MassCancelReport report)
    {
    }

    /// <summary>The account or its owner was locked or unlocked (C6).</summary>
    void OnAccountLock(in AccountLockReport report)
    {
    }
}
