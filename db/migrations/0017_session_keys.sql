-- Session keys: who may sign orders for an owner, and until when.

create table session_keys (
  grant_id bigint not null,
  owner_address varchar(42) not null,
  key_address varchar(42) not null,
  subaccount bigint,
  market_id bigint,
  may_trade boolean not null,
  may_cancel boolean not null,
  expires_at timestamptz not null,
  nonce numeric(20,0) not null,
  signature varchar(132) not null,
  granted_at timestamptz not null,
  granted_sequence bigint not null,
  revoked_at timestamptz,
  revoked_sequence bigint,
  revocation_signature varchar(132),
  constraint idx_session_keys_grant_id primary key (grant_id),
  constraint chk_session_keys_owner_address check (owner_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_session_keys_key_address check (key_address ~ '^0x[0-9a-f]{40}$' and key_address <> owner_address),
  constraint chk_session_keys_subaccount check (subaccount between 0 and 4294967294),
  constraint chk_session_keys_permissions check (may_trade or may_cancel),
  constraint chk_session_keys_signature check (signature ~ '^0x[0-9a-f]{130}$'),
  constraint chk_session_keys_revocation_signature check (revocation_signature ~ '^0x[0-9a-f]{130}$'),
  constraint chk_session_keys_revocation check (num_nulls(revoked_at, revoked_sequence, revocation_signature) in (0, 3)
    and revoked_sequence > granted_sequence)
);

create unique index idx_session_keys_owner_address_nonce on session_keys (owner_address, nonce);
create index idx_session_keys_key_address on session_keys (key_address);

comment on table session_keys is 'Every grant of a session key: a key that may sign orders for an owner, never move his money.';
comment on column session_keys.grant_id is 'Number of the grant over the venue, from 1; orders carry it.';
comment on column session_keys.owner_address is 'Wallet that granted it.';
comment on column session_keys.key_address is 'Address of the key.';
comment on column session_keys.subaccount is 'The one subaccount; null = all of the owner.';
comment on column session_keys.market_id is 'The one market, see markets; null = all.';
comment on column session_keys.may_trade is 'New orders and lists, amends, replacements.';
comment on column session_keys.may_cancel is 'Cancels and mass cancels.';
comment on column session_keys.expires_at is 'Engine time from which nothing that the key signs is accepted, UTC.';
comment on column session_keys.nonce is 'Signed nonce of the owner, unsigned 64 bit.';
comment on column session_keys.signature is 'Of the owner over the grant: r, s, v as 0x and 130 hex digits.';
comment on column session_keys.granted_at is 'Engine time of the grant, UTC.';
comment on column session_keys.granted_sequence is 'Command log position of the grant.';
comment on column session_keys.revoked_at is 'Engine time of the revocation, UTC; null while there is none.';
comment on column session_keys.revoked_sequence is 'Command log position of the revocation: nothing later that the key signed is accepted.';
comment on column session_keys.revocation_signature is 'Of the owner over the revocation.';
comment on index idx_session_keys_grant_id is 'Primary key: a second application of the same event fails.';
comment on index idx_session_keys_owner_address_nonce is 'A nonce grants once; finds the grants of an owner.';
comment on index idx_session_keys_key_address is 'Finds the owners of a key.';

alter table orders
  drop constraint chk_orders_reject_reason,
  add constraint chk_orders_reject_reason check (reject_reason in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK',
  'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW', 'LIMIT_REACHED',
  'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED', 'CONFIRM_LARGE_REQUIRED',
  'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT', 'DAILY_LOSS_LIMIT',
  'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION',
  'SESSION_KEY_UNKNOWN', 'SESSION_KEY_REVOKED', 'SESSION_KEY_EXPIRED', 'SESSION_KEY_SCOPE')),
  drop constraint chk_orders_cancel_reason,
  add constraint chk_orders_cancel_reason check (cancel_reason in (
  'USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT', 'REDUCE_ONLY_CAP', 'SESSION_END',
  'AUCTION_END', 'CONTINUOUS_END', 'EXECUTION_BAND', 'LINKED_ORDER', 'PARENT_ENDED', 'POSITION_CLOSED',
  'AMENDED_BELOW_FILLED', 'MASS_CANCEL', 'TRIGGER_FAILED', 'TWAP_ENDED', 'MARKET_CLOSED', 'BUDGET', 'TICK_CHANGED',
  'LIQUIDATION', 'SESSION_KEY_REVOKED')),
  drop constraint chk_orders_cancel_detail,
  add constraint chk_orders_cancel_detail check (cancel_detail in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'DUPLICATE_CLIENT_ID', 'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET',
  'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY', 'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK',
  'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS', 'FEE_CAP_TOO_LOW', 'LIMIT_REACHED',
  'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE', 'SETTLEMENT_BACKLOG',
  'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE', 'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION',
  'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET', 'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT',
  'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED', 'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED',
  'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED', 'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER',
  'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED', 'CONFIRM_LARGE_REQUIRED',
  'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT', 'DAILY_LOSS_LIMIT',
  'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION',
  'SESSION_KEY_UNKNOWN', 'SESSION_KEY_REVOKED', 'SESSION_KEY_EXPIRED', 'SESSION_KEY_SCOPE'));

alter table audit_trail drop constraint chk_audit_trail_event_type;
alter table audit_trail add constraint chk_audit_trail_event_type check (event_type in (
  'ASSET_LISTED', 'MARKET_CREATED', 'ORDER_ACCEPTED', 'ORDER_REJECTED', 'ORDER_STATUS_REPORTED', 'TRADED',
  'ORDER_CANCELLED', 'CANCEL_REJECTED', 'LEVEL_CHANGED', 'DEPOSIT_CREDITED', 'SETTLEMENT_CHANGED',
  'COMMAND_REJECTED', 'PREVENTED_MATCH', 'ORDER_REDUCED', 'ORDER_TRIGGERED', 'ORDER_ACTIVATED', 'ORDER_REPRICED',
  'ORDER_AMENDED', 'ORDER_REPLACED', 'AMEND_REJECTED', 'MASS_CANCELLED', 'ACCOUNT_LOCK_CHANGED',
  'MARKET_STATE_CHANGED', 'AUCTION_INDICATED', 'AUCTION_UNCROSSED', 'MARK_PRICE_CHANGED', 'INDEX_PRICE_CHANGED',
  'TRADING_RULES_CHANGED', 'BALANCE_CHANGED', 'POSITION_CLOSED', 'POSITION_SETTLED', 'MARKET_SETTLED',
  'RESULT_CHANGED', 'MARGIN_CALLED', 'LIQUIDATION_CHANGED', 'POSITION_RANKED', 'MARGIN_MODE_CHANGED',
  'MARGIN_REPORTED', 'WITHDRAWAL_CHANGED', 'FUND_CHANGED', 'FEE_SCHEDULE_CHANGED', 'FEE_TIER_CHANGED',
  'RISK_PARAMETERS_CHANGED', 'RISK_LIMITS_CHANGED', 'COLLATERAL_CHANGED', 'COLLATERAL_PRICE_CHANGED',
  'WITHDRAWAL_LIMITS_CHANGED', 'VENUE_STATE_CHANGED', 'SESSION_KEY_CHANGED'));
