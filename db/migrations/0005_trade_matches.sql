-- Requirement entity 2: every match, with the life of its settlement on chain.

create table trade_matches (
  match_id bigint not null,
  market_id bigint not null,
  metric_id varchar(64) not null,
  asset_id bigint not null,
  buy_order_id bigint not null,
  sell_order_id bigint not null,
  buyer_address varchar(42) not null,
  buyer_subaccount bigint not null,
  seller_address varchar(42) not null,
  seller_subaccount bigint not null,
  aggressor_side varchar(8) not null,
  price numeric(20,8) not null,
  price_ticks bigint not null,
  quantity numeric(30,8) not null,
  quantity_lots bigint not null,
  total_value numeric(30,8) not null,
  maker_fee numeric(30,8) not null,
  taker_fee numeric(30,8) not null,
  buyer_cash_delta numeric(30,8) not null,
  seller_cash_delta numeric(30,8) not null,
  buyer_realised_pnl numeric(30,8) not null,
  seller_realised_pnl numeric(30,8) not null,
  collateral_pool numeric(30,8) not null,
  market_sequence bigint not null,
  matched_at timestamptz not null,
  engine_sequence bigint not null,
  event_index integer not null,
  settlement_state varchar(16) not null,
  settlement_status varchar(16) not null generated always as (
    case settlement_state
      when 'MATCHED' then 'PENDING'
      when 'QUEUED' then 'PENDING'
      when 'SUBMITTED' then 'SETTLING'
      when 'MINED' then 'SETTLING'
      when 'RETRYING' then 'SETTLING'
      when 'FINAL' then 'SETTLED'
      when 'FAILED' then 'FAILED'
    end) stored,
  settlement_transaction_hash varchar(66),
  settlement_block_number bigint,
  settlement_gas numeric(20,0),
  settlement_attempt bigint not null,
  settlement_failure_code integer,
  queued_at timestamptz,
  submitted_at timestamptz,
  mined_at timestamptz,
  settled_at timestamptz,
  retrying_at timestamptz,
  failed_at timestamptz,
  settlement_sequence bigint,
  constraint idx_trade_matches_match_id primary key (match_id),
  constraint chk_trade_matches_match_id check (match_id > 0),
  constraint chk_trade_matches_orders check (buy_order_id <> sell_order_id),
  constraint chk_trade_matches_buyer_address check (buyer_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_trade_matches_seller_address check (seller_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_trade_matches_aggressor_side check (aggressor_side in ('BUY', 'SELL')),
  constraint chk_trade_matches_quantity check (quantity_lots > 0 and quantity > 0),
  constraint chk_trade_matches_fees check (maker_fee >= 0 and taker_fee >= 0),
  constraint chk_trade_matches_collateral_pool check (collateral_pool >= 0),
  constraint chk_trade_matches_settlement_state check (settlement_state in (
    'MATCHED', 'QUEUED', 'SUBMITTED', 'MINED', 'FINAL', 'RETRYING', 'FAILED')),
  constraint chk_trade_matches_settlement_transaction_hash
    check (settlement_transaction_hash ~ '^0x[0-9a-f]{64}$'),
  constraint chk_trade_matches_settled check (settlement_state <> 'FINAL' or settled_at is not null),
  constraint chk_trade_matches_failed check (settlement_state <> 'FAILED' or failed_at is not null)
)
with (fillfactor = 70);

create unique index idx_trade_matches_market_id_market_sequence on trade_matches (market_id, market_sequence);
create index idx_trade_matches_buy_order_id on trade_matches (buy_order_id);
create index idx_trade_matches_sell_order_id on trade_matches (sell_order_id);
create index idx_trade_matches_buyer_address_buyer_subaccount_match_id on trade_matches (buyer_address, buyer_subaccount, match_id);
create index idx_trade_matches_seller_address_seller_subaccount_match_id on trade_matches (seller_address, seller_subaccount, match_id);
create index idx_trade_matches_settlement_state_match_id on trade_matches (settlement_state, match_id)
  where settlement_state not in ('FINAL', 'FAILED');
create index idx_trade_matches_matched_at on trade_matches using brin (matched_at);

create trigger refuse_delete_trade_matches before delete on trade_matches
  for each row execute function refuse_history_change();
create trigger refuse_truncate_trade_matches before truncate on trade_matches
  for each statement execute function refuse_history_change();
-- the executed trade never changes; only the columns of its settlement do
create trigger refuse_update_trade_matches before update on trade_matches
  for each row when (
    (old.match_id, old.market_id, old.metric_id, old.asset_id, old.buy_order_id, old.sell_order_id,
     old.buyer_address, old.buyer_subaccount, old.seller_address, old.seller_subaccount, old.aggressor_side,
     old.price, old.price_ticks, old.quantity, old.quantity_lots, old.total_value, old.maker_fee, old.taker_fee,
     old.buyer_cash_delta, old.seller_cash_delta, old.buyer_realised_pnl, old.seller_realised_pnl,
     old.collateral_pool, old.market_sequence, old.matched_at, old.engine_sequence, old.event_index)
    is distinct from
    (new.match_id, new.market_id, new.metric_id, new.asset_id, new.buy_order_id, new.sell_order_id,
     new.buyer_address, new.buyer_subaccount, new.seller_address, new.seller_subaccount, new.aggressor_side,
     new.price, new.price_ticks, new.quantity, new.quantity_lots, new.total_value, new.maker_fee, new.taker_fee,
     new.buyer_cash_delta, new.seller_cash_delta, new.buyer_realised_pnl, new.seller_realised_pnl,
     new.collateral_pool, new.market_sequence, new.matched_at, new.engine_sequence, new.event_index))
  execute function refuse_history_change();

comment on table trade_matches is 'Every match between two orders: executed facts, immutable, and the progress of its on-chain settlement.';
comment on column trade_matches.match_id is 'Venue-wide 1, 2, 3, ...: the order in which the chain settles.';
comment on column trade_matches.market_id is 'Market, see markets.';
comment on column trade_matches.metric_id is 'Metric of the market.';
comment on column trade_matches.asset_id is 'Settlement token, see assets.';
comment on column trade_matches.buy_order_id is 'Buying order, see orders. No foreign key: rows come from the log, which the engine keeps consistent, and a check would lock the order row.';
comment on column trade_matches.sell_order_id is 'Selling order, see orders. No foreign key, for the reason given at buy_order_id.';
comment on column trade_matches.buyer_address is 'Wallet of the buyer, 0x and 40 lower-case hex digits.';
comment on column trade_matches.buyer_subaccount is 'Subaccount of the buyer.';
comment on column trade_matches.seller_address is 'Wallet of the seller, 0x and 40 lower-case hex digits.';
comment on column trade_matches.seller_subaccount is 'Subaccount of the seller.';
comment on column trade_matches.aggressor_side is 'Side of the incoming order, BUY or SELL: the taker.';
comment on column trade_matches.price is 'Execution price, the resting order''s; may be negative.';
comment on column trade_matches.price_ticks is 'The same in ticks.';
comment on column trade_matches.quantity is 'Executed quantity.';
comment on column trade_matches.quantity_lots is 'The same in lots.';
comment on column trade_matches.total_value is 'price x quantity x multiplier, settlement money; signed like the price.';
comment on column trade_matches.maker_fee is 'Fee of the resting order, settlement money.';
comment on column trade_matches.taker_fee is 'Fee of the incoming order, settlement money.';
comment on column trade_matches.buyer_cash_delta is 'Money the trade moved for the buyer, fee excluded: negative = paid into the pool.';
comment on column trade_matches.seller_cash_delta is 'Money the trade moved for the seller, fee excluded: negative = paid into the pool.';
comment on column trade_matches.buyer_realised_pnl is 'Profit or loss the buyer realised by this match, before fees.';
comment on column trade_matches.seller_realised_pnl is 'Profit or loss the seller realised by this match, before fees.';
comment on column trade_matches.collateral_pool is 'The market''s collateral pool after this match.';
comment on column trade_matches.market_sequence is 'Position in the market''s gapless public stream.';
comment on column trade_matches.matched_at is 'Engine time of the match, UTC.';
comment on column trade_matches.engine_sequence is 'Command log position that produced the match.';
comment on column trade_matches.event_index is 'Position of the event among those of its command, from 0.';
comment on column trade_matches.settlement_state is 'Detailed ladder: MATCHED, QUEUED, SUBMITTED, MINED, FINAL; side states RETRYING, FAILED.';
comment on column trade_matches.settlement_status is 'Requirement word of settlement_state: PENDING, SETTLING, SETTLED or FAILED.';
comment on column trade_matches.settlement_transaction_hash is 'Transaction that carries or carried the match, 0x and 64 hex digits; null until submitted.';
comment on column trade_matches.settlement_block_number is 'Block of that transaction; null until mined.';
comment on column trade_matches.settlement_gas is 'Gas paid for this match''s share of the batch; null until mined.';
comment on column trade_matches.settlement_attempt is 'Transactions tried so far; 0 before the first.';
comment on column trade_matches.settlement_failure_code is 'The contract''s reason code; set when FAILED.';
comment on column trade_matches.queued_at is 'Engine time of the last change to QUEUED, UTC.';
comment on column trade_matches.submitted_at is 'Engine time of the last change to SUBMITTED, UTC.';
comment on column trade_matches.mined_at is 'Engine time of the last change to MINED, UTC.';
comment on column trade_matches.settled_at is 'Engine time of the change to FINAL, UTC.';
comment on column trade_matches.retrying_at is 'Engine time of the last change to RETRYING, UTC.';
comment on column trade_matches.failed_at is 'Engine time of the change to FAILED, UTC.';
comment on column trade_matches.settlement_sequence is 'Command log position of the last settlement change; null before the first.';
comment on index idx_trade_matches_match_id is 'Primary key: a second application of the same match fails; settlement order.';
comment on index idx_trade_matches_market_id_market_sequence is 'A market''s trades in public order; proves that none is doubled.';
comment on index idx_trade_matches_buy_order_id is 'Fills of a buying order.';
comment on index idx_trade_matches_sell_order_id is 'Fills of a selling order.';
comment on index idx_trade_matches_buyer_address_buyer_subaccount_match_id is 'A buyer''s trade history, newest first.';
comment on index idx_trade_matches_seller_address_seller_subaccount_match_id is 'A seller''s trade history, newest first.';
comment on index idx_trade_matches_settlement_state_match_id is 'Partial index on unsettled matches only: the settlement backlog.';
comment on index idx_trade_matches_matched_at is 'Small block-range index for time windows over all matches.';
