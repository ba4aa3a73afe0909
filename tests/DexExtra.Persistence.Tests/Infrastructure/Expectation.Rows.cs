using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>The rows of the changing tables, event by event.</summary>
internal sealed partial class Expectation
{
    private static readonly BigInteger PriceLimit = BigInteger.Pow(10, 20);
    private static readonly BigInteger MoneyLimit = BigInteger.Pow(10, 30);

    private void Listed(in EventFrameHeader frame, in ListAsset asset)
    {
        var row = Row("assets", Num(asset.AssetId));
        row["asset_id"] = Num(asset.AssetId);
        row["token_address"] = asset.Token.ToString();
        row["symbol"] = asset.Symbol.ToString();
        row["token_decimals"] = Num(asset.TokenDecimals);
        row["listed_at"] = Us(frame.TimestampNs);
        row["engine_sequence"] = Num(frame.Sequence);
    }

    private void Created(in EventFrameHeader frame, in MarketCreated created)
    {
        var market = created.Request;
        _markets.Add(market.MarketId, created);
        var row = Row("markets", Num(market.MarketId));
        row["market_id"] = Num(market.MarketId);
        row["metric_id"] = market.MetricId.ToString();
        row["asset_id"] = Num(market.AssetId);
        row["tick_size"] = Dec(market.TickSize);
        row["lot_size"] = Dec(market.LotSize);
        row["multiplier"] = Dec(market.Multiplier);
        row["tick_value"] = Dec(created.TickValue);
        row["floor_price"] = Dec(market.FloorTicks * (BigInteger)market.TickSize);
        row["floor_ticks"] = Num(market.FloorTicks);
        row["cap_price"] = Dec(market.CapTicks * (BigInteger)market.TickSize);
        row["cap_ticks"] = Num(market.CapTicks);
        row["taker_fee_per_lot"] = Dec(market.TakerFeePerLot);
        row["maker_fee_per_lot"] = Dec(market.MakerFeePerLot);
        row["max_order_lots"] = Num(market.MaxOrderLots);
        row["protection_ticks"] = Num(market.ProtectionTicks);
        row["question_hash"] = market.QuestionHash.ToString();
        row["created_at"] = Us(frame.TimestampNs);
        row["created_sequence"] = row["updated_sequence"] = Num(frame.Sequence);
        row["collateral_pool"] = Dec(0);
        row["auction_fee_per_lot"] = Dec(market.AuctionFeePerLot);
        row["market_state"] = Word(market.InitialState);
        row["price_increment_ticks"] = "1";
        row["allocation"] = "PRICE_TIME";
        Terms(row, in market);
        foreach (var empty in (string[])[
            "last_price", "last_price_ticks", "last_match_id", "last_traded_at", "state_changed_at", "auction_id",
            "auction_kind", "auction_earliest_end_at", "indicative_price", "indicative_price_ticks", "indicative_lots",
            "indicative_surplus_side", "indicative_surplus_lots", "last_auction_id", "last_auction_price",
            "last_auction_price_ticks", "last_auction_lots", "last_uncrossed_at", "mark_price", "mark_price_ticks",
            "marked_at", "index_price", "index_price_ticks", "indexed_at", "rules_changed_at", "settlement_price",
            "settlement_price_ticks", "settled_at"])
        {
            row[empty] = TableDump.Null;
        }
    }

    private void Account(in EventFrameHeader frame, AccountId account, ulong sequence)
    {
        if (sequence == 0)
        {
            return;
        }

        var row = Row("accounts", account.ToString());
        if (row.Count == 0)
        {
            row["account_address"] = account.Owner.ToString();
            row["subaccount"] = Num(account.Subaccount);
            row["created_at"] = Us(frame.TimestampNs);
            row["created_sequence"] = Num(frame.Sequence);
        }

        Assert.Equal(row.TryGetValue("account_sequence", out var before) ? Num(sequence - 1) : "0", before ?? "0");
        row["account_sequence"] = Num(sequence);
        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
    }

    private void Balance(in EventFrameHeader frame, AccountId account, uint asset, Int128 available, Int128 held, Int128 owed)
    {
        var row = Row("account_balances", $"{account}/{asset}");
        row["account_address"] = account.Owner.ToString();
        row["subaccount"] = Num(account.Subaccount);
        row["asset_id"] = Num(asset);
        row["available"] = Dec(available);
        row["held"] = Dec(held);
        row["owed"] = Dec(owed);
        row["total"] = Dec(available + held + owed);
        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
    }

    private void Accepted(in EventFrameHeader frame, in OrderAccepted accepted)
    {
        var row = Order(in frame, accepted.OrderId, in accepted.Request, accepted.AccountSequence);
        row["status"] = Word(accepted.Status);
        row["leaves_lots"] = row["quantity_lots"];
        row["collateral_reserved"] = Dec(accepted.Hold);
        AcceptedTerms(row, in accepted);
        Account(in frame, accepted.Request.Order.Account, accepted.AccountSequence);
        Balance(in frame, accepted.Request.Order.Account, accepted.AssetId, accepted.Available, accepted.Held, accepted.Owed);
    }

    private void Rejected(in EventFrameHeader frame, in OrderRejected rejected)
    {
        var row = Order(in frame, RefusedId(in frame), in rejected.Request, rejected.AccountSequence);
        row["status"] = "REJECTED";
        row["reject_reason"] = Codes.Of(rejected.Reason);
        row["closed_at"] = Us(frame.TimestampNs);
        Account(in frame, rejected.Request.Order.Account, rejected.AccountSequence);
    }

    private Dictionary<string, string> Order(
        in EventFrameHeader frame, long orderId, in NewOrder request, ulong accountSequence)
    {
        var order = request.Order;
        var known = _markets.TryGetValue(order.MarketId, out var market);
        var signature = new byte[65];
        request.Signature.CopyTo(signature);
        var row = Row("orders", Num(orderId));
        Assert.Empty(row);
        row["order_id"] = Num(orderId);
        row["client_order_id"] = Num(request.ClientOrderId);
        row["trader_address"] = order.Account.Owner.ToString();
        row["subaccount"] = Num(order.Account.Subaccount);
        row["market_id"] = Num(order.MarketId);
        row["metric_id"] = known ? market.Request.MetricId.ToString() : TableDump.Null;
        row["asset_id"] = known ? Num(market.Request.AssetId) : TableDump.Null;
        row["side"] = order.Side switch { Side.Buy => "BUY", Side.Sell => "SELL", _ => TableDump.Null };
        row["order_type"] = Named(order.OrderType);
        row["time_in_force"] = Named(order.TimeInForce);
        row["price"] = BigInteger.Abs(order.LimitPrice) < PriceLimit ? Dec(order.LimitPrice) : TableDump.Null;
        row["price_ticks"] = Num(request.PriceTicks);
        row["quantity"] = order.Quantity < (UInt128)MoneyLimit ? Dec(order.Quantity) : TableDump.Null;
        row["quantity_lots"] = Num(request.QuantityLots);
        row["order_hash"] = request.OrderHash.ToString();
        row["signature"] = "0x" + Convert.ToHexStringLower(signature);
        row["grant_id"] = request.GrantId == 0 ? TableDump.Null : Num(request.GrantId);
        row["nonce"] = Num(order.Nonce);
        row["order_version"] = Num(order.Version);
        row["order_flags"] = Num((uint)order.Flags);
        row["signed_price_units"] = Num(order.LimitPrice);
        row["signed_trigger_price_units"] = Num(order.TriggerPrice);
        row["signed_quantity_units"] = Num(order.Quantity);
        row["max_fee_per_unit_units"] = Num(order.MaxFeePerUnit);
        row["expiry_seconds"] = Num(order.ExpirySeconds);
        row["expires_at"] = order.ExpirySeconds > 253_402_300_799 ? "infinity" : Num(order.ExpirySeconds * 1_000_000);
        row["received_at"] = frame.ReceivedNs == 0 ? TableDump.Null : Us(frame.ReceivedNs);
        row["created_at"] = row["updated_at"] = Us(frame.TimestampNs);
        row["account_sequence"] = Num(accountSequence);
        row["updated_sequence"] = Num(frame.Sequence);
        row["source_id"] = Num(frame.SourceId);
        row["source_session"] = Num(frame.SourceSession);
        row["correlation_id"] = Num(frame.CorrelationId);
        foreach (var empty in (string[])[
            "reject_reason", "cancel_reason", "effective_price_ticks", "average_price", "first_filled_at",
            "last_filled_at", "closed_at", "list_id", "list_kind", "leg_index", "leg_count", "cancel_detail",
            "current_price_ticks", "current_quantity_lots", "current_display_lots", "current_expires_at",
            "version_in_force", "order_hash_in_force", "amended_at", "collateral_amended", "triggered_at",
            "triggered_price_ticks", "activated_lots"])
        {
            row[empty] = TableDump.Null;
        }

        Instructions(row, in request);
        foreach (var zero in (string[])["filled_lots", "leaves_lots", "cancelled_lots", "filled_tick_lots"])
        {
            row[zero] = "0";
        }

        foreach (var none in (string[])["filled_quantity", "fee_paid", "collateral_reserved", "collateral_released"])
        {
            row[none] = Dec(0);
        }

        return row;
    }

    private void Cancelled(in EventFrameHeader frame, in OrderCancelled cancelled)
    {
        var row = Row("orders", Num(cancelled.OrderId));
        row["status"] = Codes.Of(cancelled.Status);
        row["cancel_reason"] = Codes.Of(cancelled.Reason);
        row["cancel_detail"] = cancelled.Detail == RejectReason.None ? TableDump.Null : Word(cancelled.Detail);
        row["leaves_lots"] = "0";
        row["cancelled_lots"] = Num(Units(row["cancelled_lots"]) + cancelled.CancelledLots);
        row["collateral_released"] = Dec(Units(row["collateral_released"]) + cancelled.Released);
        row["closed_at"] = row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
        Account(in frame, cancelled.Account, cancelled.AccountSequence);
        Balance(in frame, cancelled.Account, cancelled.AssetId, cancelled.Available, cancelled.Held, cancelled.Owed);
    }

    private void Reduced(in EventFrameHeader frame, in OrderReduced reduced)
    {
        var row = Row("orders", Num(reduced.OrderId));
        row["leaves_lots"] = Num(reduced.LeavesLots);
        row["cancelled_lots"] = Num(Units(row["cancelled_lots"]) + reduced.ReducedLots);
        row["collateral_released"] = Dec(Units(row["collateral_released"]) + reduced.Released);
        row["updated_at"] = Us(frame.TimestampNs);
        row["updated_sequence"] = Num(frame.Sequence);
        Account(in frame, reduced.Account, reduced.AccountSequence);
        Balance(in frame, reduced.Account, reduced.AssetId, reduced.Available, reduced.Held, reduced.Owed);
    }

    private void Traded(in EventFrameHeader frame, uint index, in Traded trade)
    {
        var market = _markets[trade.MarketId];
        Match(in frame, index, in trade, in market);
        var row = Row("markets", Num(trade.MarketId));
        row["collateral_pool"] = Dec(trade.Pool);
        if (trade.Flags is TradeFlags.None or TradeFlags.Auction)
        {
            row["last_price"] = Dec(trade.PriceTicks * (BigInteger)market.Request.TickSize);
            row["last_price_ticks"] = Num(trade.PriceTicks);
            row["last_match_id"] = Num(trade.MatchId);
            row["last_traded_at"] = Us(trade.MatchedNs);
        }

        row["updated_sequence"] = Num(frame.Sequence);
        Fill(in frame, index, in trade, in trade.Buy, buys: true);
        Fill(in frame, index, in trade, in trade.Sell, buys: false);
    }

    private void Match(in EventFrameHeader frame, uint index, in Traded trade, in MarketCreated market)
    {
        var (maker, taker) = trade.Aggressor == Side.Buy ? (trade.Sell, trade.Buy) : (trade.Buy, trade.Sell);
        var row = Row("trade_matches", Num(trade.MatchId));
        Assert.Empty(row);
        row["match_id"] = Num(trade.MatchId);
        row["market_id"] = Num(trade.MarketId);
        row["metric_id"] = market.Request.MetricId.ToString();
        row["asset_id"] = Num(trade.AssetId);
        row["buy_order_id"] = Num(trade.Buy.OrderId);
        row["sell_order_id"] = Num(trade.Sell.OrderId);
        row["buyer_address"] = trade.Buy.Account.Owner.ToString();
        row["buyer_subaccount"] = Num(trade.Buy.Account.Subaccount);
        row["seller_address"] = trade.Sell.Account.Owner.ToString();
        row["seller_subaccount"] = Num(trade.Sell.Account.Subaccount);
        row["aggressor_side"] = trade.Aggressor == 0 ? TableDump.Null : Word(trade.Aggressor);
        row["auction_id"] = trade.AuctionId == 0 ? TableDump.Null : Num(trade.AuctionId);
        row["buyer_fee"] = Dec(trade.Buy.Fee);
        row["seller_fee"] = Dec(trade.Sell.Fee);
        (row["buyer_liquidity"], row["seller_liquidity"]) = trade.Aggressor switch
        {
            Side.Buy => ("TAKER", "MAKER"),
            Side.Sell => ("MAKER", "TAKER"),
            _ => trade.AuctionId == 0 ? ("DIRECT", "DIRECT") : ("AUCTION", "AUCTION"),
        };
        row["trade_flags"] = Num((int)trade.Flags);
        row["busted_match_id"] = trade.BustedMatchId == 0 ? TableDump.Null : Num(trade.BustedMatchId);
        row["price"] = Dec(trade.PriceTicks * (BigInteger)market.Request.TickSize);
        row["price_ticks"] = Num(trade.PriceTicks);
        row["quantity"] = Dec(trade.QuantityLots * (BigInteger)market.Request.LotSize);
        row["quantity_lots"] = Num(trade.QuantityLots);
        row["total_value"] = Dec((BigInteger)trade.PriceTicks * trade.QuantityLots * market.TickValue);
        row["maker_fee"] = Dec(trade.Aggressor == 0 ? 0 : maker.Fee);
        row["taker_fee"] = Dec(trade.Aggressor == 0 ? maker.Fee + taker.Fee : taker.Fee);
        row["buyer_cash_delta"] = Dec(trade.Buy.CashDelta);
        row["seller_cash_delta"] = Dec(trade.Sell.CashDelta);
        row["buyer_realised_pnl"] = Dec(trade.Buy.RealisedPnl);
        row["seller_realised_pnl"] = Dec(trade.Sell.RealisedPnl);
        row["collateral_pool"] = Dec(trade.Pool);
        row["market_sequence"] = Num(trade.MarketSequence);
        row["matched_at"] = Us(trade.MatchedNs);
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(index);
        row["settlement_state"] = "MATCHED";
        row["settlement_status"] = "PENDING";
        row["settlement_attempt"] = "0";
        foreach (var empty in (string[])[
            "settlement_transaction_hash", "settlement_block_number", "settlement_gas", "settlement_failure_code",
            "queued_at", "submitted_at", "mined_at", "settled_at", "retrying_at", "failed_at", "settlement_sequence"])
        {
            row[empty] = TableDump.Null;
        }
    }

    private void Fill(in EventFrameHeader frame, uint index, in Traded trade, in TradeSide side, bool buys)
    {
        var market = _markets[trade.MarketId];
        if (side.OrderId != 0 && side.OrderId >> 62 == 0)
        {
            FillOrder(in frame, in trade, in side);
        }

        if (market.Request.MarginMode != MarginMode.Full)
        {
            Margin(in frame, side.Account, trade.MarketId)["margin"] = Dec(side.Margin);
        }

        Account(in frame, side.Account, side.AccountSequence);
        Balance(in frame, side.Account, trade.AssetId, side.Available, side.Held, side.Owed);
        Position(in frame, in trade, in side, buys);

        var vault = Vault(in frame, index, buys ? 0 : 1, side.Account, trade.AssetId, side.Available, side.Held);
        vault["operation_type"] = side.CashDelta > 0 ? "RELEASE" : "ALLOCATION";
        vault["amount"] = Dec(BigInteger.Abs(side.CashDelta));
        vault["fee"] = Dec(side.Fee);
        vault["market_id"] = Num(trade.MarketId);
        vault["match_id"] = Num(trade.MatchId);
        vault["order_id"] = Num(side.OrderId);
        vault["owed_after"] = Dec(side.Owed);
        vault["margin_after"] = Dec(side.Margin);
    }

    private void FillOrder(in EventFrameHeader frame, in Traded trade, in TradeSide side)
    {
        var market = _markets[trade.MarketId];
        var time = Us(frame.TimestampNs);
        var order = Row("orders", Num(side.OrderId));
        order["status"] = side.LeavesLots == 0 ? "FILLED" : "PARTIALLY_FILLED";
        order["filled_lots"] = Num(side.CumulativeLots);
        order["filled_quantity"] = Dec(side.CumulativeLots * (BigInteger)market.Request.LotSize);
        order["leaves_lots"] = Num(side.LeavesLots);
        order["filled_tick_lots"] = Num(side.CumulativeTickLots);
        order["average_price"] = Dec(Divide((BigInteger)side.CumulativeTickLots * market.Request.TickSize, side.CumulativeLots));
        order["fee_paid"] = Dec(Units(order["fee_paid"]) + side.Fee);
        var matched = Us(trade.MatchedNs);
        order["first_filled_at"] = order["first_filled_at"] == TableDump.Null ? matched : order["first_filled_at"];
        order["last_filled_at"] = matched;
        order["updated_at"] = time;
        order["closed_at"] = side.LeavesLots == 0 ? time : TableDump.Null;
        order["updated_sequence"] = Num(frame.Sequence);
    }

    private void Position(in EventFrameHeader frame, in Traded trade, in TradeSide side, bool buys)
    {
        var market = _markets[trade.MarketId];
        var row = Row("user_positions", $"{side.Account}/{trade.MarketId}");
        var before = row.Count == 0 ? 0 : Units(row["position_lots"]);
        if (row.Count == 0)
        {
            row["account_address"] = side.Account.Owner.ToString();
            row["subaccount"] = Num(side.Account.Subaccount);
            row["market_id"] = Num(trade.MarketId);
            row["metric_id"] = market.Request.MetricId.ToString();
            row["asset_id"] = Num(trade.AssetId);
            row["bought_lots"] = row["bought_tick_lots"] = row["sold_lots"] = row["sold_tick_lots"] = row["fill_count"] = "0";
            row["settled_lots"] = "0";
            row["settled_at"] = TableDump.Null;
            row["realised_pnl"] = row["fees_paid"] = Dec(0);
        }

        var after = (BigInteger)side.PositionLots;
        Assert.Equal(before + (buys ? trade.QuantityLots : -trade.QuantityLots), after);
        row["position_lots"] = Num(after);
        row["position_quantity"] = Dec(after * market.Request.LotSize);
        row["position_side"] = after.Sign switch { 1 => "LONG", -1 => "SHORT", _ => "FLAT" };
        row["position_status"] = after.IsZero ? "CLOSED" : "OPEN";
        row["position_cost"] = Dec(side.PositionCost);
        row["average_entry_price"] = after.IsZero
            ? TableDump.Null
            : Dec(Divide((BigInteger)side.PositionCost * market.Request.TickSize, after * market.TickValue));
        var (lots, tickLots) = buys ? ("bought_lots", "bought_tick_lots") : ("sold_lots", "sold_tick_lots");
        row[lots] = Num(Units(row[lots]) + trade.QuantityLots);
        row[tickLots] = Num(Units(row[tickLots]) + ((BigInteger)trade.PriceTicks * trade.QuantityLots));
        row["realised_pnl"] = Dec(Units(row["realised_pnl"]) + side.RealisedPnl);
        row["fees_paid"] = Dec(Units(row["fees_paid"]) + side.Fee);
        row["fill_count"] = Num(Units(row["fill_count"]) + 1);
        if (!after.IsZero && before.Sign != after.Sign)
        {
            row["opened_at"] = Us(frame.TimestampNs);
        }

        row["closed_at"] = after.IsZero ? Us(frame.TimestampNs) : TableDump.Null;
        row["updated_at"] = Us(frame.TimestampNs);
        row["last_match_id"] = Num(trade.MatchId);
        row["updated_sequence"] = Num(frame.Sequence);
    }

    private Dictionary<string, string> Vault(
        in EventFrameHeader frame, uint index, int leg, AccountId account, uint asset, Int128 available, Int128 held)
    {
        var row = Row("vault_operations", $"{frame.Sequence:D12}/{index:D6}/{leg}");
        row["engine_sequence"] = Num(frame.Sequence);
        row["event_index"] = Num(index);
        row["leg"] = Num(leg);
        row["account_address"] = account.Owner.ToString();
        row["subaccount"] = Num(account.Subaccount);
        row["asset_id"] = Num(asset);
        row["available_after"] = Dec(available);
        row["held_after"] = Dec(held);
        row["occurred_at"] = Us(frame.TimestampNs);
        foreach (var empty in (string[])[
            "market_id", "match_id", "order_id", "chain_id", "deposit_id", "token_address", "transaction_hash",
            "block_number", "log_index", "margin_after", "counterparty_address", "counterparty_subaccount",
            "operation_reference", "withdrawal_id", "withdrawal_state", "recipient_address", "failure_code"])
        {
            row[empty] = TableDump.Null;
        }

        return row;
    }

    private void Credited(in EventFrameHeader frame, uint index, in DepositCredited credited)
    {
        var deposit = credited.Request;
        Account(in frame, deposit.Account, credited.AccountSequence);
        Balance(in frame, deposit.Account, credited.AssetId, credited.Available, credited.Held, credited.Owed);
        var row = Vault(in frame, index, 0, deposit.Account, credited.AssetId, credited.Available, credited.Held);
        row["operation_type"] = "DEPOSIT";
        row["owed_after"] = Dec(credited.Owed);
        row["amount"] = Dec(deposit.Amount);
        row["fee"] = Dec(0);
        row["chain_id"] = Num(deposit.ChainId);
        row["deposit_id"] = Num(deposit.DepositId);
        row["token_address"] = deposit.Token.ToString();
        row["transaction_hash"] = deposit.TransactionHash.ToString();
        row["block_number"] = Num(deposit.BlockNumber);
        row["log_index"] = Num(deposit.LogIndex);
    }

    private void Settled(in EventFrameHeader frame, in SettlementUpdate update)
    {
        for (var match = update.FirstMatchId; match <= update.LastMatchId; match++)
        {
            var row = Row("trade_matches", Num(match));
            row["settlement_state"] = Codes.Of(update.State);
            (row["settlement_status"], var reached) = update.State switch
            {
                SettlementState.Queued => ("PENDING", "queued_at"),
                SettlementState.Submitted => ("SETTLING", "submitted_at"),
                SettlementState.Mined => ("SETTLING", "mined_at"),
                SettlementState.Retrying => ("SETTLING", "retrying_at"),
                SettlementState.Final => ("SETTLED", "settled_at"),
                SettlementState.Failed => ("FAILED", "failed_at"),
                _ => throw new InvalidOperationException("no update says MATCHED"),
            };
            row[reached] = Us(frame.TimestampNs);
            row["settlement_transaction_hash"] = update.TransactionHash.IsZero ? TableDump.Null : update.TransactionHash.ToString();
            row["settlement_block_number"] = update.BlockNumber == 0 ? TableDump.Null : Num(update.BlockNumber);
            row["settlement_gas"] = update.BlockNumber == 0 ? TableDump.Null : Num(update.GasPerMatch);
            row["settlement_attempt"] = Num(update.Attempt);
            row["settlement_failure_code"] = update.State == SettlementState.Failed ? Num(update.FailureCode) : TableDump.Null;
            row["settlement_sequence"] = Num(frame.Sequence);
        }
    }
}
