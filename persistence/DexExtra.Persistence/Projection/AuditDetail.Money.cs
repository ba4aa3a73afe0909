using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>Events of money, margin, payouts and funds.</summary>
internal sealed partial class AuditDetail
{
    public void Write(in BalanceChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.AssetId);
        Money("amount", changed.Amount);
        Money("available", changed.Available);
        Money("held", changed.Held);
        Money("owed", changed.Owed);
        Money("margin", changed.Margin);
        AccountOf("counterparty", in changed.Counterparty);
        _json.WriteNumber("reference", changed.Reference);
        End();
    }

    public void Write(in PositionClosed closed)
    {
        Begin();
        _json.WriteNumber("assetId", closed.AssetId);
        _json.WriteNumber("openedNs", closed.OpenedNs);
        _json.WriteNumber("closedNs", closed.ClosedNs);
        _json.WriteNumber("lots", closed.Lots);
        Integer("entryTickLots", closed.EntryTickLots);
        Integer("exitTickLots", closed.ExitTickLots);
        Money("realisedPnl", closed.RealisedPnl);
        Money("fees", closed.Fees);
        _json.WriteString("outcome", Codes.Of(closed.Outcome));
        End();
    }

    public void Write(in PositionSettled settled)
    {
        Begin();
        _json.WriteNumber("assetId", settled.AssetId);
        _json.WriteNumber("lots", settled.Lots);
        _json.WriteNumber("settlementTicks", settled.SettlementTicks);
        Money("realisedPnl", settled.RealisedPnl);
        Money("cashDelta", settled.CashDelta);
        Money("socialised", settled.Socialised);
        Money("fee", settled.Fee);
        Money("available", settled.Available);
        Money("held", settled.Held);
        Money("owed", settled.Owed);
        End();
    }

    public void Write(in MarketSettled settled)
    {
        Begin();
        _json.WriteNumber("marketSequence", settled.MarketSequence);
        _json.WriteNumber("assetId", settled.AssetId);
        _json.WriteNumber("settlementTicks", settled.SettlementTicks);
        _json.WriteNumber("openInterestLots", settled.OpenInterestLots);
        Money("gains", settled.Gains);
        Money("losses", settled.Losses);
        Money("insurancePaid", settled.InsurancePaid);
        Money("socialised", settled.Socialised);
        Money("feesReturned", settled.FeesReturned);
        _json.WriteBoolean("isFallback", settled.IsFallback != 0);
        End();
    }

    public void Write(in ResultChanged changed)
    {
        Begin();
        _json.WriteNumber("marketSequence", changed.MarketSequence);
        _json.WriteString("assertionId", changed.Update.AssertionId.ToString());
        Integer("value", changed.Update.Value);
        Integer("bond", changed.Update.Bond);
        _json.WriteNumber("livenessEndSeconds", changed.Update.LivenessEndSeconds);
        _json.WriteNumber("settlementTicks", changed.SettlementTicks);
        End();
    }

    public void Write(in MarginCalled called)
    {
        Begin();
        _json.WriteNumber("assetId", called.AssetId);
        Money("equity", called.Equity);
        Money("initialMargin", called.InitialMargin);
        Money("maintenanceMargin", called.MaintenanceMargin);
        _json.WriteString("before", Codes.Of(called.Before));
        End();
    }

    public void Write(in LiquidationChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.AssetId);
        _json.WriteNumber("lots", changed.Lots);
        _json.WriteNumber("limitTicks", changed.LimitTicks);
        _json.WriteNumber("bankruptcyTicks", changed.BankruptcyTicks);
        Money("equity", changed.Equity);
        Money("maintenanceMargin", changed.MaintenanceMargin);
        Money("insurancePaid", changed.InsurancePaid);
        Money("fee", changed.Fee);
        _json.WriteNumber("step", changed.Step);
        _json.WriteBoolean("isIsolated", changed.IsIsolated != 0);
        _json.WriteBoolean("isSharing", changed.IsSharing != 0);
        _json.WriteBoolean("isSliced", changed.IsSliced != 0);
        End();
    }

    public void Write(in PositionRanked ranked)
    {
        Begin();
        _json.WriteNumber("quantile", ranked.Quantile);
        End();
    }

    public void Write(in PositionDebtChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.AssetId);
        Money("change", changed.Change);
        Money("debt", changed.Debt);
        End();
    }

    public void Write(in MarginModeChanged changed)
    {
        Begin();
        _json.WriteNumber("assetId", changed.AssetId);
        Money("margin", changed.Margin);
        Money("available", changed.Available);
        Money("held", changed.Held);
        Money("owed", changed.Owed);
        _json.WriteNumber("nonce", changed.Nonce);
        _json.WriteString("mode", Codes.Of(changed.Mode));
        End();
    }

    public void Write(in MarginReported reported)
    {
        Begin();
        if (reported.Request.Side != 0)
        {
            _json.WriteString("side", Codes.Of(reported.Request.Side));
        }

        _json.WriteNumber("priceTicks", reported.Request.PriceTicks);
        _json.WriteNumber("lots", reported.Request.Lots);
        _json.WriteNumber("requestId", reported.Request.RequestId);
        _json.WriteNumber("assetId", reported.AssetId);
        Money("equity", reported.Equity);
        Money("collateral", reported.Collateral);
        Money("initialMargin", reported.InitialMargin);
        Money("maintenanceMargin", reported.MaintenanceMargin);
        Money("free", reported.Free);
        Money("withdrawable", reported.Withdrawable);
        Money("owed", reported.Owed);
        Money("hold", reported.Hold);
        Money("initialMarginAfter", reported.InitialMarginAfter);
        Money("freeAfter", reported.FreeAfter);
        _json.WriteNumber("buyingPowerLots", reported.BuyingPowerLots);
        End();
    }

    public void Write(in WithdrawalChanged changed)
    {
        Begin();
        _json.WriteString("recipient", changed.Request.Recipient.ToString());
        _json.WriteNumber("assetId", changed.Request.AssetId);
        Money("amount", changed.Request.Amount);
        _json.WriteNumber("nonce", changed.Request.Nonce);
        _json.WriteNumber("withdrawalId", changed.WithdrawalId);
        _json.WriteNumber("chainId", changed.ChainId);
        _json.WriteString("transactionHash", changed.TransactionHash.ToString());
        _json.WriteNumber("blockNumber", changed.BlockNumber);
        Money("available", changed.Available);
        Money("held", changed.Held);
        Money("owed", changed.Owed);
        _json.WriteNumber("failureCode", changed.FailureCode);
        End();
    }

    public void Write(in OwnerAction action)
    {
        Begin();
        _json.WriteNumber("actionId", action.ActionId);
        _json.WriteNumber("chainId", action.ChainId);
        _json.WriteString("account", action.Account.Owner.ToString());
        _json.WriteNumber("subaccount", action.Account.Subaccount);
        _json.WriteString("token", action.Token.ToString());
        _json.WriteNumber("logIndex", action.LogIndex);
        Money("amount", action.Amount);
        _json.WriteNumber("number", action.Number);
        _json.WriteNumber("blockNumber", action.BlockNumber);
        _json.WriteString("transactionHash", action.TransactionHash.ToString());
        End();
    }

    public void Write(in ForcedExitChanged changed)
    {
        Begin();
        _json.WriteNumber("actionId", changed.ActionId);
        _json.WriteNumber("assetId", changed.AssetId);
        _json.WriteBoolean("isShort", changed.IsShort != 0);
        Money("asked", changed.Asked);
        Money("locked", changed.Locked);
        Money("amount", -changed.Paid);
        Money("available", changed.Available);
        Money("held", changed.Held);
        Money("owed", changed.Owed);
        End();
    }

    public void Write(in FundChanged changed)
    {
        Begin();
        _json.WriteString("kind", Codes.Of(changed.Kind));
        _json.WriteNumber("assetId", changed.AssetId);
        Money("amount", changed.Amount);
        Money("balance", changed.Balance);
        _json.WriteNumber("reference", changed.Reference);
        End();
    }

    private void Integer(string name, Int128 value) =>
        _json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

    private void AccountOf(string name, in AccountId account)
    {
        _json.WriteString(name, account.Owner.ToString());
        _json.WriteNumber(name + "Subaccount", account.Subaccount);
    }
}
