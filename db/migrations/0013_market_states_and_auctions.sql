-- Market states, call auctions, mark and index prices, trading rules; trades of auctions.

alter table markets
  add column auction_fee_per_lot numeric(30,8) not null default 0,
  add column market_state varchar(32) not null default 'CONTINUOUS',
  add column state_changed_at timestamptz,
  add column auction_id bigint,
  add column auction_kind varchar(16),
  add column auction_earliest_end_at timestamptz,
  add column indicative_price numeric(20,8),
  add column indicative_price_ticks bigint,
  add column indicative_lots bigint,
  add column indicative_surplus_side varchar(8),
  add column indicative_surplus_lots bigint,
  add column last_auction_id bigint,
  add column last_auction_price numeric(20,8),
  add column last_auction_price_ticks bigint,
  add column last_auction_lots bigint,
  add column last_uncrossed_at timestamptz,
  add column mark_price numeric(20,8),
  add column mark_price_ticks bigint,
  add column marked_at timestamptz,
  add column index_price numeric(20,8),
  add column index_price_ticks bigint,
  add column indexed_at timestamptz,
  add column trading_rules jsonb not null default '{}',
  add column price_increment_ticks bigint not null default 1,
  add column allocation varchar(16) not null default 'PRICE_TIME',
  add column rules_changed_at timestamptz;

-- markets from before traded continuously under the first rules; new rows always say it
alter table markets
  alter column auction_fee_per_lot drop default,
  alter column market_state drop default,
  alter column trading_rules drop default,
  alter column price_increment_ticks drop default,
  alter column allocation drop default,
  drop constraint chk_markets_fees,
  add constraint chk_markets_fees
    check (taker_fee_per_lot >= 0 and maker_fee_per_lot >= 0 and auction_fee_per_lot >= 0),
  add constraint chk_markets_market_state check (market_state in (
  'PENDING', 'OPENING_AUCTION', 'CONTINUOUS', 'AUCTION', 'CLOSING_AUCTION', 'HALTED', 'CANCEL_ONLY', 'POST_ONLY',
  'REDUCE_ONLY', 'SUSPENDED', 'TRADING_TERMINATED')),
  add constraint chk_markets_auction_kind check (auction_kind in (
  'OPENING', 'VOLATILITY', 'SCHEDULED', 'REOPENING', 'CLOSING', 'BATCH')),
  add constraint chk_markets_indicative_surplus_side check (indicative_surplus_side in (
  'BUY', 'SELL')),
  add constraint chk_markets_allocation check (allocation in (
  'PRICE_TIME', 'PRO_RATA')),
  add constraint chk_markets_auction check (num_nulls(auction_id, auction_kind, auction_earliest_end_at) in (0, 3)
    and (market_state in ('OPENING_AUCTION', 'AUCTION', 'CLOSING_AUCTION')) = (auction_id is not null)),
  add constraint chk_markets_indication check (num_nulls(indicative_price, indicative_price_ticks) in (0, 2)
    and (auction_id is not null or num_nonnulls(indicative_price, indicative_lots, indicative_surplus_lots) = 0)),
  add constraint chk_markets_price_increment_ticks check (price_increment_ticks > 0);

comment on table markets is 'Metric markets: constants fixed at creation (MarketCreated), state, rules and prices as they are now.';
comment on column markets.auction_fee_per_lot is 'Fee per lot of an auction trade, paid by both sides, settlement money.';
comment on column markets.market_state is 'What the market accepts now, see docs/matching.md.';
comment on column markets.state_changed_at is 'Engine time of the last change of state, UTC; null before the first.';
comment on column markets.auction_id is 'Number of the running call within the market, see auctions; null outside calls.';
comment on column markets.auction_kind is 'Why the call runs; null outside calls.';
comment on column markets.auction_earliest_end_at is 'Engine time before which the call does not end, UTC; null outside calls.';
comment on column markets.indicative_price is 'What the running call would give now; null outside calls and when nothing would trade.';
comment on column markets.indicative_price_ticks is 'The same in ticks.';
comment on column markets.indicative_lots is 'Lots that would trade now; null without an indication.';
comment on column markets.indicative_surplus_side is 'Side with more lots at the indicative price; null = none.';
comment on column markets.indicative_surplus_lots is 'How many more; null without an indication.';
comment on column markets.last_auction_id is 'Last call that uncrossed, see auctions; null before the first.';
comment on column markets.last_auction_price is 'Its price; null when nothing crossed.';
comment on column markets.last_auction_price_ticks is 'The same in ticks.';
comment on column markets.last_auction_lots is 'Lots that it trades; null before the first.';
comment on column markets.last_uncrossed_at is 'Engine time of that uncrossing, UTC; null before the first.';
comment on column markets.mark_price is 'Mark price now; null before the first.';
comment on column markets.mark_price_ticks is 'The same in ticks.';
comment on column markets.marked_at is 'Engine time of its last change, UTC; null before the first.';
comment on column markets.index_price is 'External index now; null before the first.';
comment on column markets.index_price_ticks is 'The same in ticks.';
comment on column markets.indexed_at is 'Engine time of its last value, UTC; null before the first.';
comment on column markets.trading_rules is 'All trading rules in force, exact integers (ticks, lots, seconds); empty for markets from before this column.';
comment on column markets.price_increment_ticks is 'Trading rule: prices must be multiples of so many ticks.';
comment on column markets.allocation is 'Trading rule: PRICE_TIME or PRO_RATA, how the orders of a level share an incoming order.';
comment on column markets.rules_changed_at is 'Engine time of the last change of the rules, UTC; null while the first ones stand.';

create table market_state_changes (
  engine_sequence bigint not null,
  event_index integer not null,
  market_id bigint not null,
  market_sequence bigint not null,
  market_state varchar(32) not null,
  state_cause varchar(32) not null,
  auction_id bigint,
  auction_kind varchar(16),
  earliest_end_at timestamptz,
  changed_at timestamptz not null,
  constraint idx_market_state_changes_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_market_state_changes_market_state check (market_state in (
  'PENDING', 'OPENING_AUCTION', 'CONTINUOUS', 'AUCTION', 'CLOSING_AUCTION', 'HALTED', 'CANCEL_ONLY', 'POST_ONLY',
  'REDUCE_ONLY', 'SUSPENDED', 'TRADING_TERMINATED')),
  constraint chk_market_state_changes_state_cause check (state_cause in (
  'ADMIN', 'TIMER', 'EXECUTION_BAND', 'VOLATILITY_TRIGGER', 'CASCADE', 'OUTAGE', 'UNCROSSED', 'COLLAR')),
  constraint chk_market_state_changes_auction_kind check (auction_kind in (
  'OPENING', 'VOLATILITY', 'SCHEDULED', 'REOPENING', 'CLOSING', 'BATCH'))
);

create unique index idx_market_state_changes_market_id_market_sequence
  on market_state_changes (market_id, market_sequence);

create trigger refuse_change_market_state_changes before update or delete on market_state_changes
  for each row execute function refuse_history_change();
create trigger refuse_truncate_market_state_changes before truncate on market_state_changes
  for each statement execute function refuse_history_change();

comment on table market_state_changes is 'Every change of a market''s state or of the end of its call; append-only.';
comment on column market_state_changes.engine_sequence is 'Command log position of the change.';
comment on column market_state_changes.event_index is 'Position of the event among those of its command, from 0.';
comment on column market_state_changes.market_id is 'Market, see markets.';
comment on column market_state_changes.market_sequence is 'Position in the market''s gapless public stream.';
comment on column market_state_changes.market_state is 'State from here on.';
comment on column market_state_changes.state_cause is 'Why: an administrator, the clock, a band, an uncrossing.';
comment on column market_state_changes.auction_id is 'Call from here on, see auctions; null outside calls.';
comment on column market_state_changes.auction_kind is 'Why the call runs; null outside calls.';
comment on column market_state_changes.earliest_end_at is 'Engine time before which the call does not end, UTC; null outside calls.';
comment on column market_state_changes.changed_at is 'Engine time of the change, UTC.';
comment on index idx_market_state_changes_engine_sequence_event_index is 'Primary key: a second application of the same change fails; log order.';
comment on index idx_market_state_changes_market_id_market_sequence is 'History of one market.';

create table auctions (
  market_id bigint not null,
  auction_id bigint not null,
  auction_kind varchar(16) not null,
  start_cause varchar(32) not null,
  started_at timestamptz not null,
  earliest_end_at timestamptz not null,
  extension_count bigint not null,
  has_cross boolean,
  price numeric(20,8),
  price_ticks bigint,
  volume_lots bigint,
  prevented_lots bigint,
  uncrossed_at timestamptz,
  started_sequence bigint not null,
  updated_sequence bigint not null,
  constraint idx_auctions_market_id_auction_id primary key (market_id, auction_id),
  constraint chk_auctions_auction_id check (auction_id > 0),
  constraint chk_auctions_auction_kind check (auction_kind in (
  'OPENING', 'VOLATILITY', 'SCHEDULED', 'REOPENING', 'CLOSING', 'BATCH')),
  constraint chk_auctions_start_cause check (start_cause in (
  'ADMIN', 'TIMER', 'EXECUTION_BAND', 'VOLATILITY_TRIGGER', 'CASCADE', 'OUTAGE', 'UNCROSSED', 'COLLAR')),
  constraint chk_auctions_uncrossing check (num_nulls(has_cross, volume_lots, prevented_lots, uncrossed_at) in (0, 4)
    and num_nulls(price, price_ticks) in (0, 2) and coalesce(has_cross, false) = (price is not null)),
  constraint chk_auctions_lots check (volume_lots >= 0 and prevented_lots >= 0 and extension_count >= 0
    and (price is not null or coalesce(volume_lots, 0) = 0))
);

comment on table auctions is 'Call auctions: one row per call of a market, completed when it uncrosses. A call that is neither uncrossed nor running (see markets) was dropped by a change of state.';
comment on column auctions.market_id is 'Market, see markets.';
comment on column auctions.auction_id is 'Number of the call within the market, from 1.';
comment on column auctions.auction_kind is 'OPENING, VOLATILITY, SCHEDULED, REOPENING, CLOSING or BATCH.';
comment on column auctions.start_cause is 'Why the call began.';
comment on column auctions.started_at is 'Engine time when the call began, UTC.';
comment on column auctions.earliest_end_at is 'Engine time before which the call does or did not end, extensions counted, UTC.';
comment on column auctions.extension_count is 'How often the collar extended the call.';
comment on column auctions.has_cross is 'Whether the call found a price; null before it uncrosses.';
comment on column auctions.price is 'Auction price; null before, and when nothing crossed.';
comment on column auctions.price_ticks is 'The same in ticks.';
comment on column auctions.volume_lots is 'Lots that trade, prevented ones not counted; null before the call uncrosses.';
comment on column auctions.prevented_lots is 'Lots that only one owner could have traded with himself; null before the call uncrosses.';
comment on column auctions.uncrossed_at is 'Engine time of the uncrossing, UTC; null before.';
comment on column auctions.started_sequence is 'Command log position that began the call.';
comment on column auctions.updated_sequence is 'Command log position of the last change of this row.';
comment on index idx_auctions_market_id_auction_id is 'Primary key: the calls of a market in order.';

-- trades of auctions have no aggressor and two paying sides
alter table trade_matches
  add column auction_id bigint,
  add column buyer_fee numeric(30,8),
  add column seller_fee numeric(30,8),
  add column buyer_liquidity varchar(8) not null generated always as (
    case aggressor_side when 'BUY' then 'TAKER' when 'SELL' then 'MAKER' else 'AUCTION' end) stored,
  add column seller_liquidity varchar(8) not null generated always as (
    case aggressor_side when 'SELL' then 'TAKER' when 'BUY' then 'MAKER' else 'AUCTION' end) stored;

update trade_matches set buyer_fee = case aggressor_side when 'BUY' then taker_fee else maker_fee end,
  seller_fee = case aggressor_side when 'SELL' then taker_fee else maker_fee end;

alter table trade_matches
  alter column buyer_fee set not null,
  alter column seller_fee set not null,
  alter column aggressor_side drop not null,
  drop constraint chk_trade_matches_fees,
  add constraint chk_trade_matches_fees check (maker_fee >= 0 and taker_fee >= 0 and buyer_fee >= 0
    and seller_fee >= 0 and maker_fee + taker_fee = buyer_fee + seller_fee),
  add constraint chk_trade_matches_auction check ((aggressor_side is null) = (auction_id is not null));

create index idx_trade_matches_market_id_auction_id on trade_matches (market_id, auction_id)
  where auction_id is not null;

create trigger refuse_update_trade_matches_auction before update on trade_matches
  for each row when ((old.auction_id, old.buyer_fee, old.seller_fee)
    is distinct from (new.auction_id, new.buyer_fee, new.seller_fee))
  execute function refuse_history_change();

comment on column trade_matches.aggressor_side is 'Side of the incoming order, BUY or SELL: the taker; null in an auction.';
comment on column trade_matches.price is 'Execution price, the resting order''s or the auction''s; may be negative.';
comment on column trade_matches.maker_fee is 'Fee of the resting order, settlement money; 0 in an auction.';
comment on column trade_matches.taker_fee is 'Fee of the incoming order, in an auction of both, settlement money.';
comment on column trade_matches.matched_at is 'Engine time of the match, in an auction of its uncrossing, UTC.';
comment on column trade_matches.auction_id is 'Call that made the match, see auctions; null in continuous trading.';
comment on column trade_matches.buyer_fee is 'Fee that the buyer paid, settlement money.';
comment on column trade_matches.seller_fee is 'Fee that the seller paid, settlement money.';
comment on column trade_matches.buyer_liquidity is 'MAKER, TAKER or AUCTION: the buyer''s part in the match.';
comment on column trade_matches.seller_liquidity is 'MAKER, TAKER or AUCTION: the seller''s part in the match.';
comment on index idx_trade_matches_market_id_auction_id is 'Partial index on auction trades: the matches of a call.';
