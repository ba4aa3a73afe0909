using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Rows of parameters, and the audit keys of all events of money.</summary>
internal sealed partial class Expectation
{
    private bool ApplyParameters(in EventFrameHeader frame, EventFrame.Item item)
    {
        if (item.Type is < EventType.FeeScheduleChanged or > EventType.VenueStateChanged)
        {
            return false;
        }

        var row = History("parameter_changes", in frame, item.Index);
        row["parameter_type"] = Word(item.Type);
        row["changed_at"] = Us(frame.TimestampNs);
        row["market_id"] = row["asset_id"] = row["account_address"] = row["subaccount"] = TableDump.Null;
        switch (item.Type)
        {
            case EventType.FeeTierChanged:
                row["account_address"] = item.Body<FeeTierChanged>().Owner.ToString();
                row["subaccount"] = "0";
                break;
            case EventType.RiskParametersChanged:
                row["market_id"] = Num(item.Body<RiskParametersChanged>().MarketId);
                break;
            case EventType.RiskLimitsChanged when item.Body<RiskLimitsChanged>().Request.Scope == RiskScope.Market:
                row["market_id"] = Num(item.Body<RiskLimitsChanged>().Request.MarketId);
                break;
            case EventType.RiskLimitsChanged:
                row["account_address"] = item.Body<RiskLimitsChanged>().Request.Account.Owner.ToString();
                row["subaccount"] = Num(item.Body<RiskLimitsChanged>().Request.Account.Subaccount);
                break;
            case EventType.CollateralChanged:
                row["asset_id"] = Num(item.Body<CollateralChanged>().Request.AssetId);
                break;
            case EventType.CollateralPriceChanged:
                row["asset_id"] = Num(item.Body<CollateralPriceChanged>().Request.AssetId);
                break;
            case EventType.WithdrawalLimitsChanged:
                row["asset_id"] = Num(item.Body<WithdrawalLimitsChanged>().Request.AssetId);
                break;
            default:
                break;
        }

        return true;
    }

    private static void MoneyAuditKeys(EventFrame.Item item, Dictionary<string, string> row)
    {
        switch (item.Type)
        {
            case EventType.BalanceChanged:
                ref readonly var balance = ref item.Body<BalanceChanged>();
                Keys(row, balance.Account, balance.AccountSequence, Given(balance.MarketId), 0, Word(balance.Kind));
                break;
            case EventType.OwnerActionTaken:
                row["reason"] = Word(item.Body<OwnerActionTaken>().Request.Kind);
                break;
            case EventType.ForcedExitChanged:
                ref readonly var exit = ref item.Body<ForcedExitChanged>();
                Keys(row, exit.Account, exit.AccountSequence, null, 0, "");
                break;
            case EventType.PositionClosed:
                ref readonly var closed = ref item.Body<PositionClosed>();
                Keys(row, closed.Account, closed.AccountSequence, closed.MarketId, 0, Word(closed.End));
                break;
            case EventType.PositionSettled:
                ref readonly var settled = ref item.Body<PositionSettled>();
                Keys(row, settled.Account, settled.AccountSequence, settled.MarketId, 0, "");
                break;
            case EventType.MarginCalled:
                ref readonly var called = ref item.Body<MarginCalled>();
                Keys(row, called.Account, called.AccountSequence, Given(called.MarketId), 0, Word(called.Level));
                break;
            case EventType.LiquidationChanged:
                ref readonly var step = ref item.Body<LiquidationChanged>();
                Keys(row, step.Account, step.AccountSequence, Given(step.MarketId), 0, Word(step.Stage));
                break;
            case EventType.PositionRanked:
                ref readonly var ranked = ref item.Body<PositionRanked>();
                Keys(row, ranked.Account, ranked.AccountSequence, ranked.MarketId, 0, "");
                break;
            case EventType.PositionDebtChanged:
                ref readonly var owing = ref item.Body<PositionDebtChanged>();
                Keys(row, owing.Account, 0, owing.MarketId, 0, "");
                row["account_sequence"] = TableDump.Null;
                break;
            case EventType.MarginModeChanged:
                ref readonly var mode = ref item.Body<MarginModeChanged>();
                Keys(row, mode.Account, mode.AccountSequence, mode.MarketId, 0, "");
                break;
            case EventType.WithdrawalChanged:
                ref readonly var moved = ref item.Body<WithdrawalChanged>();
                Keys(row, moved.Request.Account, moved.AccountSequence, null, 0, Word(moved.State));
                break;
            case EventType.MarginReported:
                ref readonly var reported = ref item.Body<MarginReported>();
                var reason = reported.Reason == 0 ? "" : Word(reported.Reason);
                Keys(row, reported.Request.Account, 0, reported.Request.MarketId, 0, reason);
                row["account_sequence"] = TableDump.Null;
                break;
            default:
                PublicAuditKeys(item, row);
                break;
        }
    }

    private static void PublicAuditKeys(EventFrame.Item item, Dictionary<string, string> row)
    {
        switch (item.Type)
        {
            case EventType.MarketSettled:
                row["market_id"] = Num(item.Body<MarketSettled>().MarketId);
                break;
            case EventType.ResultChanged:
                row["market_id"] = Num(item.Body<ResultChanged>().Update.MarketId);
                row["reason"] = Word(item.Body<ResultChanged>().Update.Kind);
                break;
            case EventType.FundChanged:
                row["market_id"] = OrNull(item.Body<FundChanged>().MarketId);
                row["reason"] = Word(item.Body<FundChanged>().Cause);
                break;
            case EventType.RiskParametersChanged:
                row["market_id"] = Num(item.Body<RiskParametersChanged>().MarketId);
                break;
            case EventType.RiskLimitsChanged when item.Body<RiskLimitsChanged>().Request.Scope == RiskScope.Market:
                row["market_id"] = Num(item.Body<RiskLimitsChanged>().Request.MarketId);
                break;
            default:
                break;
        }
    }

    private static uint? Given(uint id) => id == 0 ? null : id;
}
