-- Requirement entity 1: every order that reached the engine, refused ones included.

create table orders (
  order_id bigint not null,
  client_order_id numeric(20,0) not null,
  trader_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  metric_id varchar(64),
  asset_id bigint,
  side varchar(8),
  order_type varchar(16),
  time_in_force varchar(32),
  status varchar(32) not null,
  reject_reason varchar(32),
  cancel_reason varchar(32),
  price numeric(20,8),
  price_ticks bigint not null,
  quantity numeric(30,8),
  quantity_lots bigint not null,
  filled_quantity numeric(30,8) not null,
  filled_lots bigint not null,
  leaves_lots bigint not null,
  cancelled_lots bigint not null,
  filled_tick_lots numeric(39,0) not null,
  average_price numeric(20,8),
  fee_paid numeric(30,8) not null,
  collateral_reserved numeric(30,8) not null,
  collateral_released numeric(30,8) not null,
  order_hash varchar(66) not null,
  signature varchar(132) not null,
  nonce numeric(20,0) not null,
  order_version bigint not null,
  order_flags bigint not null,
  signed_price_units numeric(39,0) not null,
  signed_trigger_price_units numeric(39,0) not null,
  signed_quantity_units numeric(39,0) not null,
  max_fee_per_unit_units numeric(39,0) not null,
  expiry_seconds numeric(20,0) not null,
  expires_at timestamptz not null,
  received_at timestamptz,
  created_at timestamptz not null,
  first_filled_at timestamptz,
  last_filled_at timestamptz,
  closed_at timestamptz,
  updated_at timestamptz not null,
  account_sequence bigint not null,
  updated_sequence bigint not null,
  source_id bigint not null,
  source_session bigint not null,
  correlation_id numeric(20,0) not null,
  constraint idx_orders_order_id primary key (order_id),
  constraint chk_orders_trader_address check (trader_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_orders_side check (side in ('BUY', 'SELL')),
  constraint chk_orders_order_type check (order_type in ('MARKET', 'LIMIT')),
  constraint chk_orders_time_in_force
    check (time_in_force in ('GOOD_TILL_CANCEL', 'IMMEDIATE_OR_CANCEL', 'FILL_OR_KILL')),
  constraint chk_orders_status
    check (status in ('NEW', 'PARTIALLY_FILLED', 'FILLED', 'CANCELLED', 'STOPPED', 'EXPIRED', 'REJECTED')),
  constraint chk_orders_reject_reason check (reject_reason in (
    'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
    'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
    'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION',
    'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW',
    'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG')),
  constraint chk_orders_cancel_reason
    check (cancel_reason in ('USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT')),
  constraint chk_orders_order_hash check (order_hash ~ '^0x[0-9a-f]{64}$'),
  constraint chk_orders_signature check (signature ~ '^0x[0-9a-f]{130}$'),
  constraint chk_orders_rejection check ((status = 'REJECTED') = (reject_reason is not null)),
  constraint chk_orders_cancellation
    check ((status in ('CANCELLED', 'STOPPED', 'EXPIRED')) = (cancel_reason is not null)),
  constraint chk_orders_closure check ((status in ('NEW', 'PARTIALLY_FILLED')) = (closed_at is null)),
  constraint chk_orders_admitted check (status = 'REJECTED' or num_nulls(
    metric_id, asset_id, side, order_type, time_in_force, price, quantity) = 0),
  constraint chk_orders_lots check (case when status = 'REJECTED'
    then filled_lots = 0 and leaves_lots = 0 and cancelled_lots = 0
    else quantity_lots > 0 and filled_lots >= 0 and leaves_lots >= 0 and cancelled_lots >= 0
      and filled_lots + leaves_lots + cancelled_lots = quantity_lots end),
  constraint chk_orders_filled check ((filled_lots > 0) = (average_price is not null)
    and (filled_lots > 0) = (first_filled_at is not null) and (filled_lots > 0) = (last_filled_at is not null)),
  constraint chk_orders_money check (fee_paid >= 0 and collateral_reserved >= 0 and collateral_released >= 0)
)
with (fillfactor = 80);

create index idx_orders_market_id_side_price_ticks_order_id on orders (market_id, side, price_ticks, order_id)
  include (leaves_lots)
  where status in ('NEW', 'PARTIALLY_FILLED');
create index idx_orders_trader_address_subaccount_order_id on orders (trader_address, subaccount, order_id);
create index idx_orders_trader_address_subaccount_client_order_id
  on orders (trader_address, subaccount, client_order_id);
create unique index idx_orders_order_hash on orders (order_hash) where status <> 'REJECTED';
create index idx_orders_created_at on orders using brin (created_at);

create trigger refuse_delete_orders before delete on orders
  for each row execute function refuse_history_change();
create trigger refuse_truncate_orders before truncate on orders
  for each statement execute function refuse_history_change();
-- what was signed, and when and where it was admitted, never changes; only the life of the order does
create trigger refuse_update_orders before update on orders
  for each row when (
    (old.order_id, old.client_order_id, old.trader_address, old.subaccount, old.market_id, old.metric_id,
     old.asset_id, old.side, old.order_type, old.time_in_force, old.reject_reason, old.price, old.price_ticks,
     old.quantity, old.quantity_lots, old.collateral_reserved, old.order_hash, old.signature, old.nonce,
     old.order_version, old.order_flags, old.signed_price_units, old.signed_trigger_price_units,
     old.signed_quantity_units, old.max_fee_per_unit_units, old.expiry_seconds, old.expires_at, old.received_at,
     old.created_at, old.account_sequence, old.source_id, old.source_session, old.correlation_id)
    is distinct from
    (new.order_id, new.client_order_id, new.trader_address, new.subaccount, new.market_id, new.metric_id,
     new.asset_id, new.side, new.order_type, new.time_in_force, new.reject_reason, new.price, new.price_ticks,
     new.quantity, new.quantity_lots, new.collateral_reserved, new.order_hash, new.signature, new.nonce,
     new.order_version, new.order_flags, new.signed_price_units, new.signed_trigger_price_units,
     new.signed_quantity_units, new.max_fee_per_unit_units, new.expiry_seconds, new.expires_at, new.received_at,
     new.created_at, new.account_sequence, new.source_id, new.source_session, new.correlation_id))
  execute function refuse_history_change();

comment on table orders is 'Every order submitted to the matching engine, refused ones included; updated until it is closed, never deleted.';
comment on column orders.order_id is 'Command log position of the order command: unique, increasing in time.';
comment on column orders.client_order_id is 'The trader''s own id, unsigned 64 bit; unique per account while live and 24 hours after.';
comment on column orders.trader_address is 'Wallet that signed, 0x and 40 lower-case hex digits.';
comment on column orders.subaccount is 'Subaccount number, unsigned 32 bit.';
comment on column orders.market_id is 'Market named by the order, see markets; a refused order may name one that does not exist.';
comment on column orders.metric_id is 'Metric of the market; null only when the market is unknown.';
comment on column orders.asset_id is 'Settlement token of the market, see assets; null only when the market is unknown.';
comment on column orders.side is 'BUY or SELL; null only when a refused order carried another value.';
comment on column orders.order_type is 'MARKET or LIMIT; null only when a refused order carried another value.';
comment on column orders.time_in_force is 'GOOD_TILL_CANCEL, IMMEDIATE_OR_CANCEL or FILL_OR_KILL; null only when a refused order carried another value.';
comment on column orders.status is 'Life of the order; STOPPED = closed by the venue, see cancel_reason.';
comment on column orders.reject_reason is 'Public reject code; set exactly when status is REJECTED.';
comment on column orders.cancel_reason is 'Why the remainder left the book; set exactly when status is CANCELLED, STOPPED or EXPIRED.';
comment on column orders.price is 'Signed limit price, or worst price of a market order; may be negative; null when a refused value does not fit.';
comment on column orders.price_ticks is 'The same in ticks of the market.';
comment on column orders.quantity is 'Signed quantity; null when a refused value does not fit.';
comment on column orders.quantity_lots is 'The same in lots of the market.';
comment on column orders.filled_quantity is 'Executed quantity.';
comment on column orders.filled_lots is 'Executed lots.';
comment on column orders.leaves_lots is 'Lots still open; 0 once closed.';
comment on column orders.cancelled_lots is 'Lots that were open when the order was cancelled; else 0.';
comment on column orders.filled_tick_lots is 'Exact sum of price ticks x lots over all fills; average price in ticks = this / filled_lots.';
comment on column orders.average_price is 'Average execution price for display, rounded half even to 8 decimals; null before the first fill.';
comment on column orders.fee_paid is 'Fees of all fills, settlement money.';
comment on column orders.collateral_reserved is 'Collateral reserved when the order was accepted, settlement money; 0 when refused.';
comment on column orders.collateral_released is 'Collateral given back when the remainder was cancelled, settlement money.';
comment on column orders.order_hash is 'EIP-712 digest of the signed order: its identity.';
comment on column orders.signature is 'Signature r, s, v: 0x and 130 hex digits.';
comment on column orders.nonce is 'Signed nonce slot, unsigned 64 bit.';
comment on column orders.order_version is 'Signed version of the slot''s order.';
comment on column orders.order_flags is 'Signed instruction flags.';
comment on column orders.signed_price_units is 'Limit price exactly as signed, integer of 1e-8.';
comment on column orders.signed_trigger_price_units is 'Trigger price exactly as signed, integer of 1e-8.';
comment on column orders.signed_quantity_units is 'Quantity exactly as signed, integer of 1e-8.';
comment on column orders.max_fee_per_unit_units is 'Signed fee cap: 1e-8 of settlement money per 1.0 of quantity, integer.';
comment on column orders.expiry_seconds is 'Signed expiry exactly as signed, Unix seconds, unsigned 64 bit.';
comment on column orders.expires_at is 'Signed expiry, UTC; infinity when beyond the year 9999.';
comment on column orders.received_at is 'When the gateway received the order, by its clock, UTC; null if unknown.';
comment on column orders.created_at is 'Engine time of the order command, UTC.';
comment on column orders.first_filled_at is 'Engine time of the first fill, UTC; null before it.';
comment on column orders.last_filled_at is 'Engine time of the last fill, UTC; null before the first.';
comment on column orders.closed_at is 'Engine time when the order was filled, cancelled, expired or refused, UTC; null while live.';
comment on column orders.updated_at is 'Engine time of the last change, UTC.';
comment on column orders.account_sequence is 'Number of the answering event in the account''s private stream; 0 for an unknown account.';
comment on column orders.updated_sequence is 'Command log position of the last change.';
comment on column orders.source_id is 'Publication that carried the order: the gateway instance.';
comment on column orders.source_session is 'Session of that publication.';
comment on column orders.correlation_id is 'The gateway''s own id of the request, unsigned 64 bit.';
comment on index idx_orders_order_id is 'Primary key: a second application of the same order fails; time order.';
comment on index idx_orders_market_id_side_price_ticks_order_id is 'Partial covering index on live orders only: the order book in price-time priority without heap visits.';
comment on index idx_orders_trader_address_subaccount_order_id is 'A trader''s orders, newest first.';
comment on index idx_orders_trader_address_subaccount_client_order_id is 'Finds an order by the trader''s own id.';
comment on index idx_orders_order_hash is 'One admission per signed order; finds an order by its identity.';
comment on index idx_orders_created_at is 'Small block-range index for time windows over all orders.';
