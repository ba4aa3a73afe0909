using DexExtra.Engine.Payout;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>M12: the last step of a market's life: its insurance goes to the guarantee fund.</summary>
internal sealed class MarketClosing(EngineState state, PayoutReports reports)
{
    /// <summary>TOO_EARLY if false: the insurance waits InsuranceWaitSeconds after the payout.</summary>
    public bool MayClose(Market market) =>
        state.TimestampNs - market.Result.SettledNs >= market.Risk.InsuranceWaitSeconds * Limits.NsPerSecond;

    /// <summary>Does nothing but in CLOSED.</summary>
    public void AfterEntering<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var amount = market.InsuranceAmount;
        if (market.State != MarketState.Closed || amount == 0)
        {
            return;
        }

        state.Ledger.Post(market.Asset, market.Insurance, state.Ledger.Guarantee(market.Asset), amount);
        PayoutReports.ReportInsurance(market, -amount, BalanceChange.FundOut, ref sink);
        reports.ReportGuarantee(market, amount, BalanceChange.FundIn, ref sink);
    }
}
