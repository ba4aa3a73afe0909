using System.Security.Cryptography;
using System.Text;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Temporary tables of one server session: changed rows are copied here and merged into the tables by one statement
/// each. Emptied by every commit. Types are those of the target columns, taken from the catalogue. A pool may hand any
/// server session to any transaction, so each transaction looks for the mark of just these tables.
/// </summary>
internal static class StagingTables
{
    private const string Tables =
        """
        create temp table stage_markets on commit delete rows as
          select market_id, updated_sequence, false as has_trade, last_price, last_price_ticks,
            last_match_id, last_traded_at, false as has_state, market_state, state_changed_at, auction_id, auction_kind,
            auction_earliest_end_at, false as has_indication, indicative_price, indicative_price_ticks,
            indicative_lots, indicative_surplus_side, indicative_surplus_lots, false as has_uncrossing,
            last_auction_id, last_auction_price, last_auction_price_ticks, last_auction_lots, last_uncrossed_at,
            false as has_mark, mark_price, mark_price_ticks, marked_at, false as has_index, index_price,
            index_price_ticks, indexed_at, false as has_rules, trading_rules, price_increment_ticks, allocation,
            rules_changed_at, false as has_pool, collateral_pool, false as has_settlement, settlement_price,
            settlement_price_ticks, settled_at
          from markets with no data;
        create temp table stage_auctions on commit delete rows as
          select market_id, auction_id, auction_kind, start_cause, started_at, earliest_end_at, extension_count,
            has_cross, price, price_ticks, volume_lots, prevented_lots, uncrossed_at, started_sequence,
            updated_sequence from auctions with no data;
        create temp table stage_locks on commit delete rows as
          select account_address, lock_scope, subaccount, is_locked, changed_at, changed_sequence
          from account_locks with no data;
        create temp table stage_accounts on commit delete rows as
          select account_address, subaccount, account_sequence, created_at, created_sequence, updated_at,
            updated_sequence from accounts with no data;
        create temp table stage_balances on commit delete rows as
          select account_address, subaccount, asset_id, available, held, owed, updated_at, updated_sequence
          from account_balances with no data;
        create temp table stage_positions on commit delete rows as
          select account_address, subaccount, market_id, metric_id, asset_id, position_lots, position_quantity,
            position_cost, average_entry_price, bought_lots, bought_tick_lots, sold_lots, sold_tick_lots,
            realised_pnl, fees_paid, fill_count, opened_at, closed_at, updated_at, last_match_id, updated_sequence,
            settled_lots, settled_at
          from user_positions with no data;
        create temp table stage_margins on commit delete rows as
          select account_address, subaccount, market_id, asset_id, margin_mode, margin, debt, quantile, updated_at,
            updated_sequence from position_margins with no data;
        create temp table stage_orders on commit delete rows as
          select order_id, status, cancel_reason, cancel_detail, filled_quantity, filled_lots, leaves_lots,
            cancelled_lots, filled_tick_lots, average_price, fee_paid, collateral_released, first_filled_at,
            last_filled_at, closed_at, updated_at, updated_sequence, current_price_ticks, current_quantity_lots,
            current_display_lots, current_expires_at, version_in_force, order_hash_in_force, amended_at,
            collateral_amended, triggered_at, triggered_price_ticks, activated_lots, false as is_repriced
          from orders with no data;
        create temp table stage_session_keys on commit delete rows as
          select grant_id, revoked_at, revoked_sequence, revocation_signature from session_keys with no data;
        create temp table stage_levels on commit delete rows as
          select market_id, side, price_ticks, price, quantity_lots, quantity, order_count, updated_at,
            updated_sequence from order_book_levels with no data;
        create temp table stage_candles on commit delete rows as
          select market_id, opened_at, open_price, high_price, low_price, close_price, volume, volume_lots,
            traded_value, trade_count, updated_sequence from market_candles with no data;
        create temp table stage_statistics on commit delete rows as
          select account_address, subaccount, market_id, statistics_date, metric_id, asset_id, buy_quantity,
            sell_quantity, buy_volume, sell_volume, trade_count, maker_count, winning_count, losing_count,
            realised_pnl, fees_paid, unrealised_pnl, position_lots, peak_position_lots, first_traded_at,
            last_traded_at, updated_sequence from user_trading_statistics with no data;
        create temp table stage_metrics on commit delete rows as
          select period_started_at, period_ended_at, first_sequence, last_sequence, command_count, event_count,
            frame_bytes, accepted_count, rejected_count, cancelled_count, match_count, matched_lots,
            refused_command_count, overload_count, expired_count, settlement_failure_count, settlement_retry_count,
            liquidation_count, latency_samples, latency_sum_us, latency_max_us from system_metrics with no data;
        create temp table stage_settlements on commit delete rows as
          select match_id, settlement_state, settlement_transaction_hash, settlement_block_number, settlement_gas,
            settlement_attempt, settlement_failure_code, queued_at, submitted_at, mined_at, settled_at, retrying_at,
            failed_at, settlement_sequence from trade_matches with no data
        """;

    private static readonly string Mark =
        "stage_mark_" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Tables)).AsSpan(0, 8));

    /// <summary>One row: whether this server session has the tables.</summary>
    public static string Exist => $"select to_regclass('pg_temp.{Mark}') is not null";

    /// <summary>Makes them, in place of those of another version.</summary>
    public static string Create => $"discard temp; {Tables}; create temp table {Mark} ()";
}
