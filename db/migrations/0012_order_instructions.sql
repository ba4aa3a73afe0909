-- All order types, lists, amendments and signed replacements: what was signed first stays as it was, what holds now
-- stands beside it.

-- instructions exactly as signed; null = the order does not carry it, or a refused value does not fit
alter table orders
  add column trigger_price numeric(20,8),
  add column trigger_source varchar(16),
  add column expiry_action varchar(16),
  add column display_quantity numeric(30,8),
  add column display_variance numeric(30,8),
  add column min_quantity numeric(30,8),
  add column budget_units numeric(39,0),
  add column trailing_distance numeric(30,8),
  add column trailing_basis_points bigint,
  add column price_offset numeric(30,8),
  add column activation_price numeric(20,8),
  add column peg_reference varchar(16),
  add column position_fraction bigint,
  add column duration_seconds bigint,
  add column interval_seconds bigint,
  add column session_id numeric(20,0),
  add column order_tag bigint,
  add column list_id bigint,
  add column list_kind varchar(32),
  add column leg_index smallint,
  add column leg_count smallint;

-- how the order stands now
alter table orders
  add column cancel_detail varchar(32),
  add column current_price_ticks bigint,
  add column current_quantity_lots bigint,
  add column current_display_lots bigint,
  add column current_expires_at timestamptz,
  add column version_in_force bigint,
  add column order_hash_in_force varchar(66),
  add column amended_at timestamptz,
  add column collateral_amended numeric(30,8),
  add column triggered_at timestamptz,
  add column triggered_price_ticks bigint,
  add column activated_lots bigint;

update orders set current_price_ticks = effective_price_ticks, current_quantity_lots = quantity_lots,
  current_expires_at = expires_at, version_in_force = order_version where status <> 'REJECTED';

-- one trigger guards all that was signed and admitted; it is made again below
drop trigger refuse_update_orders on orders;
drop trigger refuse_update_orders_effective_price on orders;

alter table orders drop constraint chk_orders_order_type;
alter table orders alter column order_type type varchar(32);
alter table orders add constraint chk_orders_order_type check (order_type in (
  'MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT', 'TAKE_PROFIT', 'TAKE_PROFIT_LIMIT', 'TRAILING_STOP',
  'TRAILING_STOP_LIMIT', 'PEGGED', 'TWAP'));

alter table orders drop constraint chk_orders_time_in_force;
alter table orders add constraint chk_orders_time_in_force check (time_in_force in (
  'GOOD_TILL_CANCEL', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL', 'GOOD_TILL_DATE', 'DAY', 'GOOD_FOR_AUCTION',
  'GOOD_FOR_CONTINUOUS'));

alter table orders drop constraint chk_orders_status;
alter table orders add constraint chk_orders_status check (status in (
  'NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'STOPPED', 'EXPIRED', 'REJECTED', 'PENDING_TRIGGER', 'DORMANT'));

alter table orders drop constraint chk_orders_reject_reason;
alter table orders add constraint chk_orders_reject_reason check (reject_reason in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION',
  'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW',
  'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL'));

alter table orders drop constraint chk_orders_cancel_reason;
alter table orders add constraint chk_orders_cancel_reason check (cancel_reason in (
  'USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT', 'REDUCE_ONLY_CAP', 'SESSION_END',
  'AUCTION_END', 'CONTINUOUS_END', 'EXECUTION_BAND', 'LINKED_ORDER', 'PARENT_ENDED', 'POSITION_CLOSED',
  'AMENDED_BELOW_FILLED', 'MASS_CANCEL', 'TRIGGER_FAILED', 'TWAP_ENDED', 'MARKET_CLOSED', 'BUDGET', 'TICK_CHANGED'));

alter table orders add constraint chk_orders_cancel_detail check (cancel_detail in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION',
  'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW',
  'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL'));

alter table orders add constraint chk_orders_trigger_source check (trigger_source in (
  'LAST', 'MARK', 'INDEX'));

alter table orders add constraint chk_orders_expiry_action check (expiry_action in (
  'CANCEL', 'TRIGGER'));

alter table orders add constraint chk_orders_peg_reference check (peg_reference in (
  'BEST_BID', 'MID', 'BEST_ASK', 'INDEX'));

alter table orders add constraint chk_orders_list_kind check (list_kind in (
  'ONE_CANCELS_OTHER', 'ONE_UPDATES_OTHER', 'ONE_TRIGGERS_OTHER', 'BRACKET_OCO', 'BRACKET_OUO'));

alter table orders drop constraint chk_orders_closure;
alter table orders add constraint chk_orders_closure
  check ((status in ('NEW', 'PARTIALLY_FILLED', 'PENDING_TRIGGER', 'DORMANT')) = (closed_at is null));

alter table orders drop constraint chk_orders_lots;
alter table orders add constraint chk_orders_lots check (case when status = 'REJECTED'
  then filled_lots = 0 and leaves_lots = 0 and cancelled_lots = 0 and current_quantity_lots is null
  else quantity_lots > 0 and filled_lots >= 0 and leaves_lots >= 0 and cancelled_lots >= 0
    and current_quantity_lots is not null
    and filled_lots + leaves_lots + cancelled_lots = current_quantity_lots end);

alter table orders add constraint chk_orders_leaves check ((leaves_lots > 0) = (closed_at is null));

-- a parked peg has no price; slid, protected and stopped orders are never worse than signed
alter table orders drop constraint chk_orders_effective_price;
alter table orders add constraint chk_orders_effective_price check (case
  when status = 'REJECTED' then effective_price_ticks is null
  when effective_price_ticks is null then order_type = 'PEGGED'
  when side = 'BUY' then effective_price_ticks <= price_ticks
  else effective_price_ticks >= price_ticks end);

alter table orders add constraint chk_orders_list check (
  num_nulls(list_id, list_kind, leg_index, leg_count) in (0, 4) and leg_index < leg_count);

alter table orders add constraint chk_orders_in_force check (case when status = 'REJECTED'
  then num_nonnulls(version_in_force, order_hash_in_force, current_price_ticks, current_expires_at) = 0
  else num_nulls(version_in_force, current_expires_at) = 0 and version_in_force >= order_version
    and (version_in_force > order_version) = (order_hash_in_force is not null) end);

drop index idx_orders_market_id_side_effective_price_ticks_order_id;
create index idx_orders_market_id_side_current_price_ticks_order_id
  on orders (market_id, side, current_price_ticks, order_id)
  include (leaves_lots)
  where status in ('NEW', 'PARTIALLY_FILLED') and order_type <> 'TWAP' and (order_flags & 64) = 0;
create index idx_orders_list_id on orders (list_id) where list_id is not null;
create index idx_orders_trader_address_session_id on orders (trader_address, session_id)
  where session_id is not null and status in ('NEW', 'PARTIALLY_FILLED', 'PENDING_TRIGGER', 'DORMANT');

create trigger refuse_update_orders before update on orders
  for each row when (
    (old.order_id, old.client_order_id, old.trader_address, old.subaccount, old.market_id, old.metric_id,
     old.asset_id, old.side, old.order_type, old.time_in_force, old.reject_reason, old.price, old.price_ticks,
     old.effective_price_ticks, old.quantity, old.quantity_lots, old.collateral_reserved, old.order_hash,
     old.signature, old.nonce, old.order_version, old.order_flags, old.signed_price_units,
     old.signed_trigger_price_units, old.signed_quantity_units, old.max_fee_per_unit_units, old.expiry_seconds,
     old.expires_at, old.received_at, old.created_at, old.account_sequence, old.source_id, old.source_session,
     old.correlation_id, old.trigger_price, old.trigger_source, old.expiry_action, old.display_quantity,
     old.display_variance, old.min_quantity, old.budget_units, old.trailing_distance, old.trailing_basis_points,
     old.price_offset, old.activation_price, old.peg_reference, old.position_fraction, old.duration_seconds,
     old.interval_seconds, old.session_id, old.order_tag, old.list_id, old.list_kind, old.leg_index, old.leg_count)
    is distinct from
    (new.order_id, new.client_order_id, new.trader_address, new.subaccount, new.market_id, new.metric_id,
     new.asset_id, new.side, new.order_type, new.time_in_force, new.reject_reason, new.price, new.price_ticks,
     new.effective_price_ticks, new.quantity, new.quantity_lots, new.collateral_reserved, new.order_hash,
     new.signature, new.nonce, new.order_version, new.order_flags, new.signed_price_units,
     new.signed_trigger_price_units, new.signed_quantity_units, new.max_fee_per_unit_units, new.expiry_seconds,
     new.expires_at, new.received_at, new.created_at, new.account_sequence, new.source_id, new.source_session,
     new.correlation_id, new.trigger_price, new.trigger_source, new.expiry_action, new.display_quantity,
     new.display_variance, new.min_quantity, new.budget_units, new.trailing_distance, new.trailing_basis_points,
     new.price_offset, new.activation_price, new.peg_reference, new.position_fraction, new.duration_seconds,
     new.interval_seconds, new.session_id, new.order_tag, new.list_id, new.list_kind, new.leg_index, new.leg_count))
  execute function refuse_history_change();

comment on column orders.order_id is 'Command log position of the order command; leg i of a list adds i x 2^48. Unique, never changes.';
comment on column orders.order_type is 'The engine''s list of order types; null only when a refused order carried another value.';
comment on column orders.time_in_force is 'The engine''s list of times in force; null only when a refused order carried another value.';
comment on column orders.status is 'Life of the order: PENDING_TRIGGER = a stop that waits or a parked peg, DORMANT = a child that waits for its parent, STOPPED = closed by the venue, see cancel_reason.';
comment on column orders.leaves_lots is 'Lots still open, iceberg reserve and lots of a child that are not active yet included; 0 once closed.';
comment on column orders.order_flags is 'Signed instruction flags: 1 post-only, 2 post-only sliding, 4 reduce-only, 8, 16 and 24 self-trade prevention mode, 32 remainder of a market order rests, 64 all-or-none, 128 may trigger at once, 256 has an activation price, 512 child wakes when its parent is filled.';
comment on column orders.effective_price_ticks is 'Price in ticks at which the order entered, after sliding (post-only), protection (market order) or as the worst price of a stop; never worse than the signed one; null when refused and for a peg that entered parked.';
comment on column orders.signed_trigger_price_units is 'Trigger price exactly as signed, integer of 1e-8; 0 without trigger.';
comment on column orders.order_version is 'First signed version of the slot''s order; replacements are in order_replacements.';
comment on column orders.trigger_price is 'Price of the source that fires the order; null for orders without a trigger.';
comment on column orders.trigger_source is 'LAST, MARK or INDEX: what the trigger is compared with; null for orders without one.';
comment on column orders.expiry_action is 'CANCEL or TRIGGER: what an untriggered stop does at its expiry; null for orders without a trigger.';
comment on column orders.display_quantity is 'Iceberg: quantity shown per slice as signed; null = all of it.';
comment on column orders.display_variance is 'Iceberg: each slice is the display quantity plus or minus up to this much.';
comment on column orders.min_quantity is 'Least quantity that had to trade on entry.';
comment on column orders.budget_units is 'Collateral and fees to spend at most, integer of 1e-8.';
comment on column orders.trailing_distance is 'Trailing stop: distance of the trigger from its watermark, a price difference.';
comment on column orders.trailing_basis_points is 'Trailing stop: the distance in 1/10,000 of the watermark instead.';
comment on column orders.price_offset is 'Offset of a peg from its reference, of a trailing stop''s limit from its trigger, or of a TWAP slice from the mark price; a price difference.';
comment on column orders.activation_price is 'Trailing stop: tracking starts at the first print at or through it.';
comment on column orders.peg_reference is 'BEST_BID, MID, BEST_ASK or INDEX: what a pegged price follows; null for other orders.';
comment on column orders.position_fraction is '1/10,000 of the position that the order closes when it triggers.';
comment on column orders.duration_seconds is 'TWAP: seconds from the first slice to the end.';
comment on column orders.interval_seconds is 'TWAP: seconds between slices.';
comment on column orders.session_id is 'Session that sent the order, unsigned 64 bit, for mass cancel; not signed.';
comment on column orders.order_tag is 'The trader''s own group of orders, for mass cancel; not signed.';
comment on column orders.list_id is 'Order id of the first leg of the order''s list; null without a list, and for refused lists.';
comment on column orders.list_kind is 'How the orders of the list depend on each other; null without a list.';
comment on column orders.leg_index is 'Place in the list from 0; null without a list.';
comment on column orders.leg_count is 'Orders of the list; null without a list.';
comment on column orders.cancel_detail is 'With cancel_reason TRIGGER_FAILED: why the triggered order could not enter.';
comment on column orders.current_price_ticks is 'Price in ticks that the order trades up to and rests at now: after sliding, amendment, triggering or following its peg; null when refused or parked.';
comment on column orders.current_quantity_lots is 'Total quantity now, filled part included, amendments counted: filled + leaves + cancelled; null when refused.';
comment on column orders.current_display_lots is 'Iceberg: lots shown per slice now; null when all of it shows.';
comment on column orders.current_expires_at is 'Expiry now, amendments counted, UTC; infinity when beyond the year 9999; null when refused.';
comment on column orders.version_in_force is 'Signed version that stands behind the order now; null when refused.';
comment on column orders.order_hash_in_force is 'Digest of that version, see order_replacements; null while the first one stands.';
comment on column orders.amended_at is 'Engine time of the last amendment, UTC; null before the first.';
comment on column orders.collateral_amended is 'Collateral held for the order after its last amendment, settlement money; null before the first.';
comment on column orders.triggered_at is 'Engine time when the stop fired, UTC; null before.';
comment on column orders.triggered_price_ticks is 'Trigger price in ticks at that moment; null before.';
comment on column orders.activated_lots is 'Child: lots that fills of its parent have woken; null before the first.';
comment on index idx_orders_market_id_side_current_price_ticks_order_id is 'Partial covering index on orders that rest on price levels only: the order book by price without heap visits. The queue inside a level is the engine''s: amendments, pegs and iceberg slices change places.';
comment on index idx_orders_list_id is 'Partial index on orders of lists: the legs of a list.';
comment on index idx_orders_trader_address_session_id is 'Partial index on open orders of sessions: what a mass cancel by session meets.';

create table order_replacements (
  order_id bigint not null,
  order_version bigint not null,
  client_order_id numeric(20,0) not null,
  order_hash varchar(66) not null,
  signature varchar(132) not null,
  nonce numeric(20,0) not null,
  time_in_force varchar(32) not null,
  order_flags bigint not null,
  price numeric(20,8) not null,
  price_ticks bigint not null,
  quantity numeric(30,8) not null,
  quantity_lots bigint not null,
  max_fee_per_unit_units numeric(39,0) not null,
  expiry_seconds numeric(20,0) not null,
  expires_at timestamptz not null,
  trigger_price numeric(20,8),
  trigger_source varchar(16),
  expiry_action varchar(16),
  display_quantity numeric(30,8),
  display_variance numeric(30,8),
  min_quantity numeric(30,8),
  budget_units numeric(39,0),
  trailing_distance numeric(30,8),
  trailing_basis_points bigint,
  price_offset numeric(30,8),
  activation_price numeric(20,8),
  peg_reference varchar(16),
  position_fraction bigint,
  duration_seconds bigint,
  interval_seconds bigint,
  session_id numeric(20,0),
  order_tag bigint,
  replaced_at timestamptz not null,
  engine_sequence bigint not null,
  event_index integer not null,
  constraint idx_order_replacements_order_id_order_version primary key (order_id, order_version),
  constraint chk_order_replacements_order_version check (order_version > 1),
  constraint chk_order_replacements_order_hash check (order_hash ~ '^0x[0-9a-f]{64}$'),
  constraint chk_order_replacements_signature check (signature ~ '^0x[0-9a-f]{130}$'),
  constraint chk_order_replacements_time_in_force check (time_in_force in (
  'GOOD_TILL_CANCEL', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL', 'GOOD_TILL_DATE', 'DAY', 'GOOD_FOR_AUCTION',
  'GOOD_FOR_CONTINUOUS')),
  constraint chk_order_replacements_trigger_source check (trigger_source in (
  'LAST', 'MARK', 'INDEX')),
  constraint chk_order_replacements_expiry_action check (expiry_action in (
  'CANCEL', 'TRIGGER')),
  constraint chk_order_replacements_peg_reference check (peg_reference in (
  'BEST_BID', 'MID', 'BEST_ASK', 'INDEX'))
);

create unique index idx_order_replacements_order_hash on order_replacements (order_hash);

create trigger refuse_change_order_replacements before update or delete on order_replacements
  for each row execute function refuse_history_change();
create trigger refuse_truncate_order_replacements before truncate on order_replacements
  for each statement execute function refuse_history_change();

comment on table order_replacements is 'Signed versions that replaced an open order, each with its complete content; append-only. The first version is in orders.';
comment on column order_replacements.order_id is 'Order, see orders.';
comment on column order_replacements.order_version is 'Signed version, from 2.';
comment on column order_replacements.client_order_id is 'The trader''s own id of the request; the order keeps its own.';
comment on column order_replacements.order_hash is 'EIP-712 digest of this version.';
comment on column order_replacements.signature is 'Signature r, s, v: 0x and 130 hex digits.';
comment on column order_replacements.nonce is 'Signed nonce slot, the same as the order''s.';
comment on column order_replacements.time_in_force is 'Signed time in force.';
comment on column order_replacements.order_flags is 'Signed instruction flags, see orders.';
comment on column order_replacements.price is 'Signed limit price, or worst price.';
comment on column order_replacements.price_ticks is 'The same in ticks.';
comment on column order_replacements.quantity is 'Signed total quantity, filled part included.';
comment on column order_replacements.quantity_lots is 'The same in lots.';
comment on column order_replacements.max_fee_per_unit_units is 'Signed fee cap: 1e-8 of settlement money per 1.0 of quantity, integer.';
comment on column order_replacements.expiry_seconds is 'Signed expiry, Unix seconds.';
comment on column order_replacements.expires_at is 'Signed expiry, UTC; infinity when beyond the year 9999.';
comment on column order_replacements.trigger_price is 'See orders.';
comment on column order_replacements.trigger_source is 'See orders.';
comment on column order_replacements.expiry_action is 'See orders.';
comment on column order_replacements.display_quantity is 'See orders.';
comment on column order_replacements.display_variance is 'See orders.';
comment on column order_replacements.min_quantity is 'See orders.';
comment on column order_replacements.budget_units is 'See orders.';
comment on column order_replacements.trailing_distance is 'See orders.';
comment on column order_replacements.trailing_basis_points is 'See orders.';
comment on column order_replacements.price_offset is 'See orders.';
comment on column order_replacements.activation_price is 'See orders.';
comment on column order_replacements.peg_reference is 'See orders.';
comment on column order_replacements.position_fraction is 'See orders.';
comment on column order_replacements.duration_seconds is 'See orders.';
comment on column order_replacements.interval_seconds is 'See orders.';
comment on column order_replacements.session_id is 'Session that sent the request.';
comment on column order_replacements.order_tag is 'The trader''s own group, as sent with the request.';
comment on column order_replacements.replaced_at is 'Engine time of the replacement, UTC.';
comment on column order_replacements.engine_sequence is 'Command log position of the replacement.';
comment on column order_replacements.event_index is 'Position of the event among those of its command, from 0.';
comment on index idx_order_replacements_order_id_order_version is 'Primary key: a second application of the same replacement fails; the versions of an order.';
comment on index idx_order_replacements_order_hash is 'Finds an order by the digest of a later version; one replacement per signed version.';
