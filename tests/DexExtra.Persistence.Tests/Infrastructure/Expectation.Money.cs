using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>Rows of money, margin, liquidation and payouts.</summary>
internal sealed partial class Expectation
{
    private bool ApplyMoney(in EventFrameHeader frame, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.BalanceChanged:
                Changed(in frame, item.Index, in item.Body<BalanceChanged>());
                return true;
            case EventType.PositionClosed:
                Closed(in frame, item.Index, in item.Body<PositionClosed>());
                return true;
            case EventType.PositionSettled:
                Settled(in frame, item.Index, in item.Body<PositionSettled>());
                return true;
            case EventType.MarketSettled:
                Settled(in frame, item.Index, in item.Body<MarketSettled>());
                return true;
            case EventType.ResultChanged:
                Stated(in frame, item.Index, in item.Body<ResultChanged>());
                return true;
            case EventType.MarginCalled:
                Called(in frame, item.Index, in item.Body<MarginCalled>());
                return true;
            case EventType.LiquidationChanged:
                Liquidated(in frame, item.Index, in item.Body<LiquidationChanged>());
                return true;
            case EventType.PositionRanked:
                ref readonly var ranked = ref item.Body<PositionRanked>();
                Account(in frame, ranked.Account, ranked.AccountSequence);
                Margin(in frame, ranked.Account, ranked.MarketId)["quantile"] = Num(ranked.Quantile);
                return true;
            case EventType.PositionDebtChanged:
                ref readonly var owing = ref item.Body<PositionDebtChanged>();
                Margin(in frame, owing.Account, owing.MarketId)["debt"] = Dec(owing.Debt);
                return true;
            case EventType.MarginModeChanged:
                ModeChanged(in frame, in item.Body<MarginModeChanged>());
                return true;
            case EventType.WithdrawalChanged:
                Moved(in frame, item.Index, in item.Body<WithdrawalChanged>());
                return true;
            case EventType.OwnerActionTaken:
                return true;
            case EventType.ForcedExitChanged:
                Exit(in frame, item.Index, in item.Body<ForcedExitChanged>());
                return true;
            case EventType.FundChanged:
                Changed(in frame, item.Index, in item.Body<FundChanged>());
                return true;
            default:
                return item.Type == EventType.MarginReported;
        }
    }

    private static string OrNull(uint id) => id == 0 ? TableDump.Null : Num(id);

    private static string Seconds(ulong seconds) =>
        seconds > 253_402_300_799 ? "infinity" : Num(seconds * 1_000_000);

    private static void Terms(Dictionary<string, string> row, in CreateMarket market)
    {
        row["margin_mode"] = Word(market.MarginMode);
        row["fee_model"] = Word(market.FeeModel);
        row["taker_fee_rate"] = Num(market.TakerFeeRate);
        row["maker_fee_rate"] = Num(market.MakerFeeRate);
        row["auction_fee_rate"] = Num(market.AuctionFeeRate);
        row["settlement_fee_per_lot"] = Dec(market.Life.SettlementFeePerLot);
        row["oracle_address"] = market.Life.Oracle.ToString();
        row["termination_at"] = Seconds(market.Life.TerminationSeconds);
        row["observation_start_at"] = Seconds(market.Life.ObservationStartSeconds);
        row["observation_end_at"] = Seconds(market.Life.ObservationEndSeconds);
        row["fallback_deadline_at"] = Seconds(market.Life.FallbackDeadlineSeconds);
        row["publication_delay_seconds"] = Num(market.Life.PublicationDelaySeconds);
        row["fallback_window_seconds"] = Num(market.Life.FallbackWindowSeconds);
        row["out_of_range"] = Word(market.Life.OutOfRange);
        row["settlement_fallback"] = Word(market.Life.Fallback);
    }

    private Dictionary<string, string> Margin(in EventFrameHeader frame, AccountId account, uint market)
    {
        var row = Row("position_margins", $"{account}/{market}");
        if (row.Count == 0)
        {
            row["account_address"] = account.Owner.ToString();
            row["subaccount"] = Num(account.Subaccount);
            row["market_id"] = Num(market);
            row["asset_id"] = Num(_markets[market].Request.AssetId);
            row["margin_mode"] = Word(_markets[market].Request.MarginMode);
            row["margin"] = Dec(0);
            row["debt"] = Dec(0);
            row["quantile"] = "0";
        }

        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
        return row;
    }

    private Dictionary<string, string> History(string table, in EventFrameHeader frame, uint index)
    {
        var row = Row(table, $"{frame.Sequence:D12}/{index:D6}");
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(index);
        return row;
    }

    private Dictionary<string, string> Private(
        string table, in EventFrameHeader frame, uint index, AccountId account, ulong sequence)
    {
        Account(in frame, account, sequence);
        var row = History(table, in frame, index);
        row["account_address"] = account.Owner.ToString();
        row["subaccount"] = Num(account.Subaccount);
        row["account_sequence"] = Num(sequence);
        return row;
    }

    private string PriceIn(uint market, long ticks) => Dec(ticks * (BigInteger)_markets[market].Request.TickSize);

    private void Changed(in EventFrameHeader frame, uint index, in BalanceChanged changed)
    {
        Account(in frame, changed.Account, changed.AccountSequence);
        Balance(in frame, changed.Account, changed.AssetId, changed.Available, changed.Held, changed.Owed);
        if (changed.MarketId != 0 && _markets[changed.MarketId].Request.MarginMode != MarginMode.Full)
        {
            Margin(in frame, changed.Account, changed.MarketId)["margin"] = Dec(changed.Margin);
        }

        var row = Vault(in frame, index, 0, changed.Account, changed.AssetId, changed.Available, changed.Held);
        (row["operation_type"], var amount) = changed.Kind switch
        {
            BalanceChange.Allocated => ("ALLOCATION", Int128.Abs(changed.Amount)),
            BalanceChange.Released => ("RELEASE", Int128.Abs(changed.Amount)),
            var kind => (Word(kind), changed.Amount),
        };
        row["amount"] = Dec(amount);
        row["fee"] = Dec(0);
        row["owed_after"] = Dec(changed.Owed);
        row["margin_after"] = Dec(changed.Margin);
        row["market_id"] = OrNull(changed.MarketId);
        row["operation_reference"] = changed.Reference == 0 ? TableDump.Null : Num(changed.Reference);
        if (changed.Counterparty != default)
        {
            row["counterparty_address"] = changed.Counterparty.Owner.ToString();
            row["counterparty_subaccount"] = Num(changed.Counterparty.Subaccount);
        }
    }

    private void Closed(in EventFrameHeader frame, uint index, in PositionClosed closed)
    {
        var market = _markets[closed.MarketId];
        var lots = BigInteger.Abs(closed.Lots);
        var row = Private("position_history", in frame, index, closed.Account, closed.AccountSequence);
        row["market_id"] = Num(closed.MarketId);
        row["metric_id"] = market.Request.MetricId.ToString();
        row["asset_id"] = Num(closed.AssetId);
        row["position_side"] = closed.Lots > 0 ? "LONG" : "SHORT";
        row["opened_lots"] = Num(closed.Lots);
        row["opened_quantity"] = Dec(closed.Lots * (BigInteger)market.Request.LotSize);
        row["entry_tick_lots"] = Num(closed.EntryTickLots);
        row["exit_tick_lots"] = Num(closed.ExitTickLots);
        row["average_entry_price"] = Dec(Divide((BigInteger)closed.EntryTickLots * market.Request.TickSize, lots));
        row["average_exit_price"] = Dec(Divide((BigInteger)closed.ExitTickLots * market.Request.TickSize, lots));
        row["realised_pnl"] = Dec(closed.RealisedPnl);
        row["fees_paid"] = Dec(closed.Fees);
        row["net_pnl"] = Dec(closed.RealisedPnl - closed.Fees);
        row["position_end"] = Word(closed.End);
        row["outcome"] = Word(closed.Outcome);
        row["opened_at"] = Us(closed.OpenedNs);
        row["closed_at"] = Us(closed.ClosedNs);
    }

    private void Settled(in EventFrameHeader frame, uint index, in PositionSettled settled)
    {
        var row = Private("position_settlements", in frame, index, settled.Account, settled.AccountSequence);
        row["market_id"] = Num(settled.MarketId);
        row["asset_id"] = Num(settled.AssetId);
        row["settled_lots"] = Num(settled.Lots);
        row["settlement_price"] = PriceIn(settled.MarketId, settled.SettlementTicks);
        row["settlement_price_ticks"] = Num(settled.SettlementTicks);
        row["realised_pnl"] = Dec(settled.RealisedPnl);
        row["cash_delta"] = Dec(settled.CashDelta);
        row["socialised_loss"] = Dec(settled.Socialised);
        row["fee"] = Dec(settled.Fee);
        row["settled_at"] = Us(frame.TimestampNs);
        Balance(in frame, settled.Account, settled.AssetId, settled.Available, settled.Held, settled.Owed);
        var vault = Vault(in frame, index, 0, settled.Account, settled.AssetId, settled.Available, settled.Held);
        vault["operation_type"] = "SETTLEMENT";
        vault["amount"] = Dec(settled.CashDelta);
        vault["fee"] = Dec(settled.Fee);
        vault["market_id"] = Num(settled.MarketId);
        vault["owed_after"] = Dec(settled.Owed);
        vault["margin_after"] = Dec(0);
        SettlePosition(in frame, in settled);
    }

    private void SettlePosition(in EventFrameHeader frame, in PositionSettled settled)
    {
        var row = Row("user_positions", $"{settled.Account}/{settled.MarketId}");
        Assert.Equal(row["position_lots"], Num(settled.Lots));
        row["position_lots"] = "0";
        row["position_quantity"] = row["position_cost"] = Dec(0);
        row["position_side"] = "FLAT";
        row["position_status"] = "CLOSED";
        row["average_entry_price"] = TableDump.Null;
        row["settled_lots"] = Num(settled.Lots);
        row["realised_pnl"] = Dec(Units(row["realised_pnl"]) + settled.RealisedPnl - settled.Socialised);
        row["fees_paid"] = Dec(Units(row["fees_paid"]) + settled.Fee);
        row["settled_at"] = row["closed_at"] = row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
        if (_markets[settled.MarketId].Request.MarginMode != MarginMode.Full)
        {
            var margin = Margin(in frame, settled.Account, settled.MarketId);
            margin["margin"] = Dec(0);
            margin["quantile"] = "0";
        }
    }

    private void Settled(in EventFrameHeader frame, uint index, in MarketSettled settled)
    {
        var row = History("market_settlements", in frame, index);
        row["market_id"] = Num(settled.MarketId);
        row["market_sequence"] = Num(settled.MarketSequence);
        row["asset_id"] = Num(settled.AssetId);
        row["open_interest_lots"] = Num(settled.OpenInterestLots);
        row["gains"] = Dec(settled.Gains);
        row["losses"] = Dec(settled.Losses);
        row["insurance_paid"] = Dec(settled.InsurancePaid);
        row["socialised_loss"] = Dec(settled.Socialised);
        row["fees_returned"] = Dec(settled.FeesReturned);
        row["is_fallback"] = settled.IsFallback != 0 ? "true" : "false";
        var market = Market(in frame, settled.MarketId);
        market["collateral_pool"] = Dec(0);
        row["settlement_price"] = market["settlement_price"] = PriceIn(settled.MarketId, settled.SettlementTicks);
        row["settlement_price_ticks"] = market["settlement_price_ticks"] = Num(settled.SettlementTicks);
        row["settled_at"] = market["settled_at"] = Us(frame.TimestampNs);
    }

    private void Stated(in EventFrameHeader frame, uint index, in ResultChanged changed)
    {
        var update = changed.Update;
        var isPriced = update.Kind is OracleUpdateKind.Proposed or OracleUpdateKind.Confirmed;
        var row = History("market_results", in frame, index);
        row["market_id"] = Num(update.MarketId);
        row["market_sequence"] = Num(changed.MarketSequence);
        row["oracle_update"] = Word(update.Kind);
        row["assertion_hash"] = update.AssertionId.ToString();
        row["result_value_units"] = Num(update.Value);
        row["bond_units"] = Num(update.Bond);
        row["liveness_end_at"] = update.LivenessEndSeconds == 0 ? TableDump.Null : Seconds(update.LivenessEndSeconds);
        row["settlement_price"] = isPriced ? PriceIn(update.MarketId, changed.SettlementTicks) : TableDump.Null;
        row["settlement_price_ticks"] = isPriced ? Num(changed.SettlementTicks) : TableDump.Null;
        row["stated_at"] = Us(frame.TimestampNs);
    }

    private void Called(in EventFrameHeader frame, uint index, in MarginCalled called)
    {
        var row = Private("margin_calls", in frame, index, called.Account, called.AccountSequence);
        row["asset_id"] = Num(called.AssetId);
        row["market_id"] = OrNull(called.MarketId);
        row["margin_level"] = called.Level == MarginLevel.None ? TableDump.Null : Word(called.Level);
        row["previous_margin_level"] = called.Before == MarginLevel.None ? TableDump.Null : Word(called.Before);
        row["equity"] = Dec(called.Equity);
        row["initial_margin"] = Dec(called.InitialMargin);
        row["maintenance_margin"] = Dec(called.MaintenanceMargin);
        row["called_at"] = Us(frame.TimestampNs);
    }

    private void Liquidated(in EventFrameHeader frame, uint index, in LiquidationChanged changed)
    {
        var hasMarket = changed.MarketId != 0;
        var row = Private("liquidations", in frame, index, changed.Account, changed.AccountSequence);
        row["asset_id"] = Num(changed.AssetId);
        row["market_id"] = OrNull(changed.MarketId);
        row["is_isolated"] = changed.IsIsolated != 0 ? "true" : "false";
        row["is_sharing"] = changed.IsSharing != 0 ? "true" : "false";
        row["is_sliced"] = changed.IsSliced != 0 ? "true" : "false";
        row["liquidation_stage"] = Word(changed.Stage);
        row["liquidation_step"] = Num(changed.Step);
        row["lots"] = Num(changed.Lots);
        row["limit_price"] = hasMarket ? PriceIn(changed.MarketId, changed.LimitTicks) : TableDump.Null;
        row["limit_price_ticks"] = Num(changed.LimitTicks);
        row["bankruptcy_price"] = hasMarket ? PriceIn(changed.MarketId, changed.BankruptcyTicks) : TableDump.Null;
        row["bankruptcy_price_ticks"] = Num(changed.BankruptcyTicks);
        row["equity"] = Dec(changed.Equity);
        row["maintenance_margin"] = Dec(changed.MaintenanceMargin);
        row["insurance_paid"] = Dec(changed.InsurancePaid);
        row["fee"] = Dec(changed.Fee);
        row["occurred_at"] = Us(frame.TimestampNs);
    }

    private void ModeChanged(in EventFrameHeader frame, in MarginModeChanged changed)
    {
        Account(in frame, changed.Account, changed.AccountSequence);
        Balance(in frame, changed.Account, changed.AssetId, changed.Available, changed.Held, changed.Owed);
        var row = Margin(in frame, changed.Account, changed.MarketId);
        row["margin_mode"] = Word(changed.Mode);
        row["margin"] = Dec(changed.Margin);
    }

    private void Moved(in EventFrameHeader frame, uint index, in WithdrawalChanged changed)
    {
        var request = changed.Request;
        Account(in frame, request.Account, changed.AccountSequence);
        Balance(in frame, request.Account, request.AssetId, changed.Available, changed.Held, changed.Owed);
        var row = Vault(in frame, index, 0, request.Account, request.AssetId, changed.Available, changed.Held);
        row["operation_type"] = "WITHDRAWAL";
        row["amount"] = Dec(request.Amount);
        row["fee"] = Dec(0);
        row["owed_after"] = Dec(changed.Owed);
        row["operation_reference"] = Num(request.Nonce);
        row["withdrawal_id"] = Num(changed.WithdrawalId);
        row["withdrawal_state"] = Word(changed.State);
        row["recipient_address"] = request.Recipient.ToString();
        row["chain_id"] = changed.ChainId == 0 ? TableDump.Null : Num(changed.ChainId);
        row["transaction_hash"] = changed.TransactionHash.IsZero ? TableDump.Null : changed.TransactionHash.ToString();
        row["block_number"] = changed.BlockNumber == 0 ? TableDump.Null : Num(changed.BlockNumber);
        row["failure_code"] = changed.State == WithdrawalState.Failed ? Num(changed.FailureCode) : TableDump.Null;
    }

    private void Changed(in EventFrameHeader frame, uint index, in FundChanged changed)
    {
        var row = History("fund_changes", in frame, index);
        row["fund_kind"] = Word(changed.Kind);
        row["asset_id"] = Num(changed.AssetId);
        row["market_id"] = OrNull(changed.MarketId);
        row["fund_cause"] = Word(changed.Cause);
        row["amount"] = Dec(changed.Amount);
        row["balance_after"] = Dec(changed.Balance);
        row["fund_reference"] = Num(changed.Reference);
        row["changed_at"] = Us(frame.TimestampNs);
    }
}
