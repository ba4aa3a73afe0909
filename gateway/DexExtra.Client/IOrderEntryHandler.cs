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

    /// <summary>A mass quote took effect; the reports of its orders came before (C12).</summary>
    void OnMassQuote(in MassQuoteReport report)
    {
    }

    /// <summary>A mass quote or a request about a quote set was refused (C12).</summary>
    void OnQuoteReject(in QuoteReject reject)
    {
    }

    /// <summary>A quote set has limits, was frozen by them, or takes quotes again (C12).</summary>
    void OnQuoteProtection(in QuoteProtectionReport report)
    {
    }

    /// <summary>A balance changed without an order or trade (docs/money.md).</summary>
    void OnBalance(in BalanceReport report)
    {
    }

    /// <summary>A position became flat or turned round: its whole life (F10).</summary>
    void OnPositionClosed(in PositionClosedReport report)
    {
    }

    /// <summary>A position was paid out at the result of its market (M9).</summary>
    void OnPositionSettled(in PositionSettledReport report)
    {
    }

    /// <summary>The level of a margin unit changed (L1).</summary>
    void OnMarginCall(in MarginCallReport report)
    {
    }

    /// <summary>One stage or step of a liquidation of the account’s positions (L2).</summary>
    void OnLiquidation(in LiquidationReport report)
    {
    }

    /// <summary>The position’s place in the queue of deleveraging changed (L5).</summary>
    void OnPositionRank(in PositionRankReport report)
    {
    }

    /// <summary>A position became isolated or cross (R5).</summary>
    void OnMarginMode(in MarginModeReport report)
    {
    }

    /// <summary>A withdrawal is asked for, or moved on (K2).</summary>
    void OnWithdrawal(in WithdrawalReport report)
    {
    }
}
