-- Instruction flags in signed orders: the price an order trades and rests at may be tighter than the signed one.

alter table orders add column effective_price_ticks bigint;
comment on column orders.effective_price_ticks is 'Price in ticks after sliding (post-only) or protection (market order), never worse than the signed one; null when refused.';
comment on column orders.order_flags is 'Signed instruction flags: 1 post-only, 2 post-only sliding, 4 reduce-only, 8, 16 and 24 self-trade prevention mode, 32 remainder of a market order rests.';

alter table orders drop constraint chk_orders_reject_reason;
alter table orders add constraint chk_orders_reject_reason check (reject_reason in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION',
  'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW',
  'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE'));

alter table orders drop constraint chk_orders_cancel_reason;
alter table orders add constraint chk_orders_cancel_reason
  check (cancel_reason in ('USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT', 'REDUCE_ONLY_CAP'));

-- orders from before this migration could not slide; a market order's protection price was not recorded
update orders set effective_price_ticks = price_ticks where status <> 'REJECTED' and order_type = 'LIMIT';
alter table orders add constraint chk_orders_effective_price check (case
  when status = 'REJECTED' then effective_price_ticks is null
  when side = 'BUY' then effective_price_ticks <= price_ticks
  else effective_price_ticks >= price_ticks end);

drop index idx_orders_market_id_side_price_ticks_order_id;
create index idx_orders_market_id_side_effective_price_ticks_order_id
  on orders (market_id, side, effective_price_ticks, order_id)
  include (leaves_lots)
  where status in ('NEW', 'PARTIALLY_FILLED');

create trigger refuse_update_orders_effective_price before update on orders
  for each row when (old.effective_price_ticks is distinct from new.effective_price_ticks)
  execute function refuse_history_change();
comment on index idx_orders_market_id_side_effective_price_ticks_order_id is 'Partial covering index on live orders only: the order book in price-time priority without heap visits.';

-- Self-trade prevention and reduce-only may take lots out of a live order.
comment on column orders.cancelled_lots is 'Lots that left the order without a trade: taken out by the venue, and open when it was cancelled.';
comment on column orders.collateral_released is 'Collateral given back for them, settlement money.';

alter table audit_trail drop constraint chk_audit_trail_event_type;
alter table audit_trail add constraint chk_audit_trail_event_type check (event_type in (
  'ASSET_LISTED', 'MARKET_CREATED', 'ORDER_ACCEPTED', 'ORDER_REJECTED', 'ORDER_STATUS_REPORTED', 'TRADED',
  'ORDER_CANCELLED', 'CANCEL_REJECTED', 'LEVEL_CHANGED', 'DEPOSIT_CREDITED', 'SETTLEMENT_CHANGED',
  'COMMAND_REJECTED', 'PREVENTED_MATCH', 'ORDER_REDUCED'));
comment on column audit_trail.account_address is 'Wallet the event belongs to; null for public events and for trades, made or prevented, whose two sides are in detail.';
comment on column audit_trail.reason is 'Machine-readable reason of a refusal, cancellation or reduction, mode of a prevented match; null otherwise.';
