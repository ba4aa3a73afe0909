-- Queries that read a large table from end to end, found by their plans (S254).

-- as a union each side has its index; joined with a list of values neither had
create or replace view v_fills with (security_invoker = true) as
select t.match_id, t.market_id, t.metric_id, t.asset_id, t.buyer_address as account_address,
  t.buyer_subaccount as subaccount, 'BUY'::varchar as side, t.buy_order_id as order_id,
  t.buyer_liquidity as liquidity, t.price, t.price_ticks, t.quantity, t.quantity_lots, t.total_value,
  t.buyer_fee as fee, t.buyer_realised_pnl as realised_pnl, t.settlement_status, t.trade_flags, t.matched_at,
  t.engine_sequence, t.event_index
from trade_matches t
union all
select t.match_id, t.market_id, t.metric_id, t.asset_id, t.seller_address, t.seller_subaccount, 'SELL'::varchar,
  t.sell_order_id, t.seller_liquidity, t.price, t.price_ticks, t.quantity, t.quantity_lots, t.total_value,
  t.seller_fee, t.seller_realised_pnl, t.settlement_status, t.trade_flags, t.matched_at, t.engine_sequence,
  t.event_index
from trade_matches t;

create index idx_trade_matches_match_id_settlement_state on trade_matches (match_id, settlement_state) where settlement_state <> 'FINAL';
comment on index idx_trade_matches_match_id_settlement_state is 'Partial index: v_settlement_queue in its order, what failed included.';
