-- Views: security_invoker, so that whoever reads them sees what the tables show him and nothing else.

alter view v_asset_conservation set (security_invoker = true);
alter view v_withdrawals set (security_invoker = true);
alter view v_funds set (security_invoker = true);

create view v_order_book with (security_invoker = true) as
select l.market_id, l.side, l.price, l.price_ticks, l.quantity, l.quantity_lots, l.order_count,
  row_number() over best_first as level_place, sum(l.quantity) over best_first as cumulative_quantity, l.updated_at
from order_book_levels l
where l.quantity_lots > 0
window best_first as (partition by l.market_id, l.side order by case when l.side = 'BUY' then -l.price else l.price end);

comment on view v_order_book is 'Business rule: the public order book and its depth, best level first on both sides; hidden reserves are not in it.';
comment on column v_order_book.market_id is 'Market, see markets.';
comment on column v_order_book.side is 'BUY = bids, SELL = asks.';
comment on column v_order_book.price is 'Price of the level; may be negative.';
comment on column v_order_book.price_ticks is 'Price in ticks.';
comment on column v_order_book.quantity is 'Displayed quantity of the level.';
comment on column v_order_book.quantity_lots is 'Displayed lots of the level.';
comment on column v_order_book.order_count is 'Orders of the level.';
comment on column v_order_book.level_place is '1 = best price of its side.';
comment on column v_order_book.cumulative_quantity is 'Quantity of this and all better levels of its side.';
comment on column v_order_book.updated_at is 'Engine time of the last change, UTC.';

create view v_market_statistics with (security_invoker = true) as
select m.market_id, m.metric_id, m.market_state, m.last_price, m.mark_price, m.index_price, b.best_bid_price,
  b.best_ask_price, b.best_ask_price - b.best_bid_price as spread, coalesce(b.bid_quantity, 0) as bid_quantity,
  coalesce(b.ask_quantity, 0) as ask_quantity, coalesce(c.volume, 0) as volume_24h,
  coalesce(c.traded_value, 0) as traded_value_24h, coalesce(c.trade_count, 0) as trade_count_24h,
  c.open_price as open_24h_price, c.high_price as high_24h_price, c.low_price as low_24h_price,
  m.last_price - c.open_price as change_24h
from markets m
left join lateral (
  select max(l.price) filter (where l.side = 'BUY') as best_bid_price,
    min(l.price) filter (where l.side = 'SELL') as best_ask_price,
    sum(l.quantity) filter (where l.side = 'BUY') as bid_quantity,
    sum(l.quantity) filter (where l.side = 'SELL') as ask_quantity
  from order_book_levels l where l.market_id = m.market_id and l.quantity_lots > 0) b on true
left join lateral (
  select sum(k.volume) as volume, sum(k.traded_value) as traded_value, sum(k.trade_count) as trade_count,
    (array_agg(k.open_price order by k.opened_at))[1] as open_price, max(k.high_price) as high_price,
    min(k.low_price) as low_price
  from market_candles k where k.market_id = m.market_id
    and k.opened_at > (select engine_time from follower_cursor where name = 'persistence') - interval '24 hours') c on true;

comment on view v_market_statistics is 'Business rule: each market now, and its trades in the candles that began in the 24 hours before the engine''s time.';
comment on column v_market_statistics.market_id is 'Market, see markets.';
comment on column v_market_statistics.metric_id is 'Metric of the market.';
comment on column v_market_statistics.market_state is 'State of the market.';
comment on column v_market_statistics.last_price is 'Price of the last trade.';
comment on column v_market_statistics.mark_price is 'Mark price.';
comment on column v_market_statistics.index_price is 'Index price.';
comment on column v_market_statistics.best_bid_price is 'Highest bid.';
comment on column v_market_statistics.best_ask_price is 'Lowest ask.';
comment on column v_market_statistics.spread is 'best_ask_price - best_bid_price.';
comment on column v_market_statistics.bid_quantity is 'Displayed quantity of all bids.';
comment on column v_market_statistics.ask_quantity is 'Displayed quantity of all asks.';
comment on column v_market_statistics.volume_24h is 'Quantity traded.';
comment on column v_market_statistics.traded_value_24h is 'Value traded, settlement money.';
comment on column v_market_statistics.trade_count_24h is 'Number of trades.';
comment on column v_market_statistics.open_24h_price is 'First price.';
comment on column v_market_statistics.high_24h_price is 'Highest price.';
comment on column v_market_statistics.low_24h_price is 'Lowest price.';
comment on column v_market_statistics.change_24h is 'last_price - open_24h_price; a difference, because a percentage means nothing near zero (C05).';

create view v_fills with (security_invoker = true) as
select t.match_id, t.market_id, t.metric_id, t.asset_id, s.account_address, s.subaccount, s.side, s.order_id,
  s.liquidity, t.price, t.price_ticks, t.quantity, t.quantity_lots, t.total_value, s.fee, s.realised_pnl,
  t.settlement_status, t.trade_flags, t.matched_at, t.engine_sequence, t.event_index
from trade_matches t
cross join lateral (values
  (t.buyer_address, t.buyer_subaccount, 'BUY'::varchar(8), t.buy_order_id, t.buyer_liquidity, t.buyer_fee, t.buyer_realised_pnl),
  (t.seller_address, t.seller_subaccount, 'SELL', t.sell_order_id, t.seller_liquidity, t.seller_fee, t.seller_realised_pnl)
) as s (account_address, subaccount, side, order_id, liquidity, fee, realised_pnl);

comment on view v_fills is 'Business rule: trade history, one row per side of a match. Row level security shows whole matches, so a trader filters by account_address for his own side.';
comment on column v_fills.match_id is 'Match, see trade_matches.';
comment on column v_fills.market_id is 'Market, see markets.';
comment on column v_fills.metric_id is 'Metric of the market.';
comment on column v_fills.asset_id is 'Settlement token.';
comment on column v_fills.account_address is 'Wallet of this side.';
comment on column v_fills.subaccount is 'Its subaccount.';
comment on column v_fills.side is 'BUY or SELL.';
comment on column v_fills.order_id is 'Its order.';
comment on column v_fills.liquidity is 'MAKER, TAKER, AUCTION or DIRECT.';
comment on column v_fills.price is 'Price.';
comment on column v_fills.price_ticks is 'Price in ticks.';
comment on column v_fills.quantity is 'Quantity.';
comment on column v_fills.quantity_lots is 'Lots.';
comment on column v_fills.total_value is 'Price x quantity x multiplier.';
comment on column v_fills.fee is 'Fee of this side.';
comment on column v_fills.realised_pnl is 'Realised by this fill, before fees.';
comment on column v_fills.settlement_status is 'PENDING, SETTLING, SETTLED or FAILED.';
comment on column v_fills.trade_flags is 'Flags of the match.';
comment on column v_fills.matched_at is 'Engine time of the match, UTC.';
comment on column v_fills.engine_sequence is 'Command log position.';
comment on column v_fills.event_index is 'Position of the event.';

create view v_open_orders with (security_invoker = true) as
select order_id, client_order_id, trader_address, subaccount, market_id, metric_id, side, order_type, time_in_force,
  status, price, current_price_ticks, quantity, current_quantity_lots, filled_lots, leaves_lots, trigger_price,
  collateral_reserved - collateral_released as collateral_bound, created_at, current_expires_at
from orders
where status in ('NEW', 'PARTIALLY_FILLED', 'PENDING_TRIGGER', 'DORMANT');

comment on view v_open_orders is 'Business rule: orders that may still trade.';
comment on column v_open_orders.order_id is 'Venue number of the order.';
comment on column v_open_orders.client_order_id is 'The trader''s own number.';
comment on column v_open_orders.trader_address is 'Wallet.';
comment on column v_open_orders.subaccount is 'Subaccount number.';
comment on column v_open_orders.market_id is 'Market, see markets.';
comment on column v_open_orders.metric_id is 'Metric of the market.';
comment on column v_open_orders.side is 'BUY or SELL.';
comment on column v_open_orders.order_type is 'Type.';
comment on column v_open_orders.time_in_force is 'How long it stands.';
comment on column v_open_orders.status is 'Status.';
comment on column v_open_orders.price is 'Price as first signed.';
comment on column v_open_orders.current_price_ticks is 'Price in force, ticks.';
comment on column v_open_orders.quantity is 'Quantity as first signed.';
comment on column v_open_orders.current_quantity_lots is 'Quantity in force, lots.';
comment on column v_open_orders.filled_lots is 'Lots traded.';
comment on column v_open_orders.leaves_lots is 'Lots that may still trade.';
comment on column v_open_orders.trigger_price is 'Trigger of a stop.';
comment on column v_open_orders.collateral_bound is 'Reserved at entry less what was given back for lots that left without a trade.';
comment on column v_open_orders.created_at is 'Engine time of its entry, UTC.';
comment on column v_open_orders.current_expires_at is 'Expiry in force, UTC.';

create view v_portfolio_summary with (security_invoker = true) as
select b.account_address, b.subaccount, b.asset_id,
  clamp_money(b.total + coalesce(k.margin, 0) + coalesce(h.value, 0)) as portfolio_value,
  b.total as cash_value, b.available as available_buying_power, b.held as reserved_by_orders,
  coalesce(k.margin, 0) as margin_value, coalesce(h.value, 0) as position_value,
  coalesce(h.unrealised_pnl, 0) as unrealised_pnl, coalesce(r.realised_pnl, 0) as realised_pnl,
  coalesce(r.fees_paid, 0) as fees_paid, coalesce(h.exposure, 0) as exposure,
  coalesce(h.open_positions, 0) as open_position_count, r.trade_count, r.win_rate, r.average_trade_size,
  case when b.total + coalesce(k.margin, 0) + coalesce(h.value, 0) > 0 then round((b.held + coalesce(k.margin, 0)
    + coalesce(h.value, 0)) / (b.total + coalesce(k.margin, 0) + coalesce(h.value, 0)), 8) end as margin_utilisation,
  case when b.total + coalesce(k.margin, 0) + coalesce(h.value, 0) > 0 then round(coalesce(h.exposure, 0)
    / (b.total + coalesce(k.margin, 0) + coalesce(h.value, 0)), 8) end as leverage
from account_balances b
left join lateral (
  select sum(case when p.market_margin_mode = 'FULL' then p.paid_in + p.unrealised_pnl else p.unrealised_pnl end) as value,
    sum(p.unrealised_pnl) as unrealised_pnl, sum(p.exposure) as exposure, count(*) as open_positions
  from v_positions p where p.account_address = b.account_address and p.subaccount = b.subaccount
    and p.asset_id = b.asset_id) h on true
left join lateral (
  select sum(g.margin + g.debt) as margin from position_margins g where g.account_address = b.account_address
    and g.subaccount = b.subaccount and g.asset_id = b.asset_id) k on true
left join router_portfolios r on r.account_address = b.account_address and r.subaccount = b.subaccount
  and r.asset_id = b.asset_id;

comment on view v_portfolio_summary is 'Business rule: each portfolio now, all positions at their marks: portfolio_value = cash_value + margin_value + position_value.';
comment on column v_portfolio_summary.account_address is 'Wallet, see accounts.';
comment on column v_portfolio_summary.subaccount is 'Subaccount number.';
comment on column v_portfolio_summary.asset_id is 'Token, see assets.';
comment on column v_portfolio_summary.portfolio_value is 'Everything together.';
comment on column v_portfolio_summary.cash_value is 'Available and reserved less debt.';
comment on column v_portfolio_summary.available_buying_power is 'Free for new orders; in margin markets the engine adds unrealised profit and subtracts margins (QueryMargin).';
comment on column v_portfolio_summary.reserved_by_orders is 'Reserved by open orders.';
comment on column v_portfolio_summary.margin_value is 'Buckets of isolated positions less what these owe.';
comment on column v_portfolio_summary.position_value is 'Paid-in collateral of FULL positions and unrealised profit of all.';
comment on column v_portfolio_summary.unrealised_pnl is 'Of all open positions.';
comment on column v_portfolio_summary.realised_pnl is 'Over all time, before fees.';
comment on column v_portfolio_summary.fees_paid is 'Over all time.';
comment on column v_portfolio_summary.exposure is 'Sum of |lots x mark x tick value|.';
comment on column v_portfolio_summary.open_position_count is 'Open positions.';
comment on column v_portfolio_summary.trade_count is 'Fills over all time; null before the first.';
comment on column v_portfolio_summary.win_rate is 'Share of fills and payouts with a result that won.';
comment on column v_portfolio_summary.average_trade_size is 'Mean value of a fill.';
comment on column v_portfolio_summary.margin_utilisation is 'Share of portfolio_value bound by orders and positions; null when it is not positive.';
comment on column v_portfolio_summary.leverage is 'exposure / portfolio_value; null when that is not positive.';

create view v_pnl_by_day with (security_invoker = true) as
select account_address, subaccount, asset_id, statistics_date, sum(realised_pnl) as realised_pnl,
  sum(fees_paid) as fees_paid, sum(net_pnl) as net_pnl, sum(total_volume) as total_volume,
  sum(trade_count) as trade_count
from user_trading_statistics
group by account_address, subaccount, asset_id, statistics_date;

comment on view v_pnl_by_day is 'Business rule: realised profit and loss and fees per account, token and UTC day; sum over days for any period.';
comment on column v_pnl_by_day.account_address is 'Wallet, see accounts.';
comment on column v_pnl_by_day.subaccount is 'Subaccount number.';
comment on column v_pnl_by_day.asset_id is 'Token, see assets.';
comment on column v_pnl_by_day.statistics_date is 'UTC day.';
comment on column v_pnl_by_day.realised_pnl is 'Realised, before fees.';
comment on column v_pnl_by_day.fees_paid is 'Fees.';
comment on column v_pnl_by_day.net_pnl is 'realised_pnl - fees_paid.';
comment on column v_pnl_by_day.total_volume is 'Value traded.';
comment on column v_pnl_by_day.trade_count is 'Fills.';

create view v_market_exposure with (security_invoker = true) as
select market_id, metric_id, asset_id, sum(position_lots) filter (where position_lots > 0) as long_lots,
  -sum(position_lots) filter (where position_lots < 0) as short_lots, count(*) as position_count,
  sum(exposure) as exposure, max(exposure) as largest_exposure, sum(unrealised_pnl) as unrealised_pnl
from v_positions
group by market_id, metric_id, asset_id;

comment on view v_market_exposure is 'Business rule: cross-market exposure: open positions by market, of whoever the reader may see; long_lots = short_lots over all.';
comment on column v_market_exposure.market_id is 'Market, see markets.';
comment on column v_market_exposure.metric_id is 'Metric of the market.';
comment on column v_market_exposure.asset_id is 'Settlement token.';
comment on column v_market_exposure.long_lots is 'Lots of long positions.';
comment on column v_market_exposure.short_lots is 'Lots of short positions, without sign.';
comment on column v_market_exposure.position_count is 'Positions.';
comment on column v_market_exposure.exposure is 'Sum of |lots x mark x tick value|.';
comment on column v_market_exposure.largest_exposure is 'The largest of them: concentration.';
comment on column v_market_exposure.unrealised_pnl is 'Sum over all.';

create view v_margin_status with (security_invoker = true) as
select distinct on (account_address, subaccount, asset_id, market_id) account_address, subaccount, asset_id, market_id,
  margin_level, equity, initial_margin, maintenance_margin, equity - maintenance_margin as distance_to_liquidation,
  called_at
from margin_calls
order by account_address, subaccount, asset_id, market_id, engine_sequence desc, event_index desc;

comment on view v_margin_status is 'Business rule: each margin unit as its last margin call left it; a unit that was never called has no row.';
comment on column v_margin_status.account_address is 'Wallet, see accounts.';
comment on column v_margin_status.subaccount is 'Subaccount number.';
comment on column v_margin_status.asset_id is 'Token of the unit.';
comment on column v_margin_status.market_id is 'Market of an isolated position; null = the cross unit.';
comment on column v_margin_status.margin_level is 'Level after the call; null = recovered.';
comment on column v_margin_status.equity is 'Equity at the call.';
comment on column v_margin_status.initial_margin is 'Initial margin at the call.';
comment on column v_margin_status.maintenance_margin is 'Maintenance margin at the call.';
comment on column v_margin_status.distance_to_liquidation is 'equity - maintenance_margin.';
comment on column v_margin_status.called_at is 'Engine time of the call, UTC.';

create view v_vault_utilisation with (security_invoker = true) as
select c.asset_id, c.deposited_money - c.withdrawn_money as vault_money, c.account_money, c.margin_money, c.pool_money,
  c.fee_money, c.fund_money, c.withdrawing_money,
  coalesce((select sum(b.held) from account_balances b where b.asset_id = c.asset_id), 0) as reserved_money,
  case when c.deposited_money > c.withdrawn_money then round((c.margin_money + c.pool_money
    + coalesce((select sum(b.held) from account_balances b where b.asset_id = c.asset_id), 0))
    / (c.deposited_money - c.withdrawn_money), 8) end as utilisation
from v_asset_conservation c;

comment on view v_vault_utilisation is 'Business rule: how much of the money in the vault works: (margins + pools + reservations) / (deposits - withdrawals). For administrators: others see their own part only.';
comment on column v_vault_utilisation.asset_id is 'Token, see assets.';
comment on column v_vault_utilisation.vault_money is 'Deposits less final withdrawals.';
comment on column v_vault_utilisation.account_money is 'Money of accounts.';
comment on column v_vault_utilisation.margin_money is 'Buckets of isolated positions.';
comment on column v_vault_utilisation.pool_money is 'Pools of markets.';
comment on column v_vault_utilisation.fee_money is 'Fees.';
comment on column v_vault_utilisation.fund_money is 'Funds.';
comment on column v_vault_utilisation.withdrawing_money is 'Withdrawals under way.';
comment on column v_vault_utilisation.reserved_money is 'Reserved by open orders.';
comment on column v_vault_utilisation.utilisation is 'Share that works; null without money.';

create view v_settlement_queue with (security_invoker = true) as
select t.match_id, t.match_id as queue_position, case when t.settlement_attempt > 1 then 0 else 1 end as settlement_priority,
  t.market_id, t.settlement_state, t.settlement_status, t.settlement_attempt, t.settlement_transaction_hash,
  t.matched_at, coalesce(t.retrying_at, t.failed_at, t.mined_at, t.submitted_at, t.queued_at, t.matched_at) as changed_at,
  (select engine_time from follower_cursor where name = 'persistence') - t.matched_at as waiting_time
from trade_matches t
where t.settlement_state <> 'FINAL';

comment on view v_settlement_queue is 'Business rule: matches that are not final on chain, first to settle first; its length and longest waiting_time are the health of settlement.';
comment on column v_settlement_queue.match_id is 'Match, see trade_matches.';
comment on column v_settlement_queue.queue_position is 'The chain settles in the order of the matches.';
comment on column v_settlement_queue.settlement_priority is '0 = tried again, 1 = first attempt.';
comment on column v_settlement_queue.market_id is 'Market, see markets.';
comment on column v_settlement_queue.settlement_state is 'The engine''s state.';
comment on column v_settlement_queue.settlement_status is 'PENDING, SETTLING or FAILED.';
comment on column v_settlement_queue.settlement_attempt is 'Attempts so far.';
comment on column v_settlement_queue.settlement_transaction_hash is 'Transaction; null until submitted.';
comment on column v_settlement_queue.matched_at is 'Engine time of the match, UTC.';
comment on column v_settlement_queue.changed_at is 'Engine time of the last step, UTC.';
comment on column v_settlement_queue.waiting_time is 'Engine time since the match.';

create materialized view mv_leaderboard as
select r.asset_id, r.account_address, r.subaccount, r.realised_pnl - r.fees_paid as net_pnl, r.total_volume,
  r.trade_count, r.win_rate,
  rank() over (partition by r.asset_id order by r.realised_pnl - r.fees_paid desc) as place
from router_portfolios r
with no data;

create unique index idx_mv_leaderboard_asset_id_account_address_subaccount
  on mv_leaderboard (asset_id, account_address, subaccount);

comment on materialized view mv_leaderboard is 'Business rule: traders by net profit over all time, per token. As of the last refresh_analytics; read through list_leaderboard.';
comment on column mv_leaderboard.asset_id is 'Token, see assets.';
comment on column mv_leaderboard.account_address is 'Wallet.';
comment on column mv_leaderboard.subaccount is 'Subaccount number.';
comment on column mv_leaderboard.net_pnl is 'Realised less fees.';
comment on column mv_leaderboard.total_volume is 'Value traded.';
comment on column mv_leaderboard.trade_count is 'Fills.';
comment on column mv_leaderboard.win_rate is 'Share of results that won.';
comment on column mv_leaderboard.place is '1 = most; equal results share a place.';
comment on index idx_mv_leaderboard_asset_id_account_address_subaccount is 'One row per portfolio; lets the view be refreshed while it is read.';

create materialized view mv_market_correlations as
with daily as (
  select market_id, (opened_at at time zone 'UTC')::date as traded_on,
    (array_agg(close_price order by opened_at desc))[1] as close_price
  from market_candles group by 1, 2
), changes as (
  select market_id, traded_on, close_price - lag(close_price) over (partition by market_id order by traded_on) as change
  from daily
), pairs as (
  select a.market_id, b.market_id as other_market_id, count(*) as day_count,
    avg(a.change * b.change) - avg(a.change) * avg(b.change) as covariance,
    var_pop(a.change) as variance, var_pop(b.change) as other_variance
  from changes a join changes b on b.traded_on = a.traded_on and b.market_id > a.market_id
  where a.change is not null and b.change is not null
  group by 1, 2
)
select market_id, other_market_id, day_count,
  case when variance > 0 and other_variance > 0
    then round(covariance / (sqrt(variance) * sqrt(other_variance)), 8) end as correlation
from pairs
with no data;

create unique index idx_mv_market_correlations_market_id_other_market_id
  on mv_market_correlations (market_id, other_market_id);

comment on materialized view mv_market_correlations is 'Business rule: Pearson correlation of the daily changes of closing prices, for each pair of markets, over days on which both traded. Differences, not percentages (C05). As of the last refresh_analytics; read through list_market_correlations.';
comment on column mv_market_correlations.market_id is 'Market with the lower number.';
comment on column mv_market_correlations.other_market_id is 'The other one.';
comment on column mv_market_correlations.day_count is 'Pairs of changes.';
comment on column mv_market_correlations.correlation is '-1 to 1, rounded to 8 decimals; null when a market did not move.';
comment on index idx_mv_market_correlations_market_id_other_market_id is 'One row per pair; lets the view be refreshed while it is read.';
