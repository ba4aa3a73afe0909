-- Cancels and exits that owners make on chain without the venue (docs/money.md §21).

alter table orders
  drop constraint chk_orders_reject_reason,
  add constraint chk_orders_reject_reason check (reject_reason in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'SKIPPED_BY_OPERATOR', 'DUPLICATE_CLIENT_ID',
  'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET', 'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY',
  'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS',
  'FEE_CAP_TOO_LOW', 'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE',
  'SETTLEMENT_BACKLOG', 'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE',
  'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION', 'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET',
  'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT', 'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED',
  'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED', 'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED',
  'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER', 'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED',
  'CONFIRM_LARGE_REQUIRED', 'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT',
  'DAILY_LOSS_LIMIT', 'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION', 'NONCE_CANCELLED',
  'FORCED_EXIT_PENDING', 'SESSION_KEY_UNKNOWN',
  'SESSION_KEY_REVOKED', 'SESSION_KEY_EXPIRED', 'SESSION_KEY_SCOPE',
  'INVALID_QUOTE', 'QUOTE_SET_UNKNOWN', 'QUOTE_SET_FROZEN', 'QUOTE_CROSSES_ITSELF')),
  drop constraint chk_orders_cancel_detail,
  add constraint chk_orders_cancel_detail check (cancel_detail in (
  'MALFORMED', 'INVALID_SIGNATURE', 'MALLEATED_SIGNATURE', 'WRONG_SIGNER', 'WRONG_DOMAIN', 'RATE_LIMITED',
  'ENGINE_UNAVAILABLE', 'NOT_AUTHORISED', 'OVERLOADED', 'SKIPPED_BY_OPERATOR', 'DUPLICATE_CLIENT_ID',
  'UNKNOWN_ACCOUNT', 'UNKNOWN_MARKET', 'NONCE_REUSED', 'NONCE_TOO_OLD', 'NONCE_TOO_FAR', 'EXPIRED_ON_ENTRY',
  'UNSUPPORTED_COMBINATION', 'PRICE_OFF_TICK', 'QUANTITY_OFF_LOT', 'QUANTITY_OUT_OF_RANGE', 'PRICE_OUT_OF_BOUNDS',
  'FEE_CAP_TOO_LOW', 'LIMIT_REACHED', 'INSUFFICIENT_FUNDS', 'NO_LIQUIDITY', 'FOK_NOT_FILLABLE', 'SELF_TRADE',
  'SETTLEMENT_BACKLOG', 'POST_ONLY_WOULD_CROSS', 'NOTHING_TO_REDUCE', 'REDUCE_ONLY_TOO_LARGE',
  'MARKET_STATE_FORBIDS', 'NOT_IN_AUCTION', 'ONLY_IN_AUCTION', 'PRICE_OUTSIDE_BAND', 'MIN_QUANTITY_NOT_MET',
  'DISPLAY_QUANTITY_INVALID', 'BAD_STOP_LIMIT', 'WOULD_TRIGGER_IMMEDIATELY', 'INVALID_INSTRUCTIONS', 'LIST_REJECTED',
  'INVALID_ORDER_LIST', 'ACCOUNT_LOCKED', 'UNKNOWN_ORDER', 'TOO_LATE_FILLED', 'TOO_LATE_CANCELLED',
  'TOO_LATE_EXPIRED', 'OUTSIDE_SIGNED_ORDER', 'BAD_VERSION', 'NOT_AMENDABLE', 'BUDGET_TOO_SMALL', 'VENUE_HALTED',
  'CONFIRM_LARGE_REQUIRED', 'ORDER_VALUE_TOO_LARGE', 'OPEN_ORDER_LIMIT', 'POSITION_LIMIT', 'OPEN_INTEREST_LIMIT',
  'DAILY_LOSS_LIMIT', 'INSUFFICIENT_MARGIN', 'MARK_STALE', 'IN_LIQUIDATION', 'NONCE_CANCELLED',
  'FORCED_EXIT_PENDING', 'SESSION_KEY_UNKNOWN',
  'SESSION_KEY_REVOKED', 'SESSION_KEY_EXPIRED', 'SESSION_KEY_SCOPE',
  'INVALID_QUOTE', 'QUOTE_SET_UNKNOWN', 'QUOTE_SET_FROZEN', 'QUOTE_CROSSES_ITSELF'));

alter table orders
  drop constraint chk_orders_cancel_reason,
  add constraint chk_orders_cancel_reason check (cancel_reason in (
  'USER', 'IMMEDIATE_REMAINDER', 'EXPIRED', 'SELF_TRADE', 'FILL_LIMIT', 'REDUCE_ONLY_CAP', 'SESSION_END',
  'AUCTION_END', 'CONTINUOUS_END', 'EXECUTION_BAND', 'LINKED_ORDER', 'PARENT_ENDED', 'POSITION_CLOSED',
  'AMENDED_BELOW_FILLED', 'MASS_CANCEL', 'TRIGGER_FAILED', 'TWAP_ENDED', 'MARKET_CLOSED', 'BUDGET', 'TICK_CHANGED',
  'LIQUIDATION', 'SESSION_KEY_REVOKED', 'CANCELLED_ON_CHAIN', 'FORCED_EXIT',
  'QUOTE_REPLACED', 'QUOTE_PROTECTION'));

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
  'WITHDRAWAL_LIMITS_CHANGED', 'VENUE_STATE_CHANGED', 'SESSION_KEY_CHANGED',
  'POSITION_DEBT_CHANGED', 'ORDER_SHOWN', 'OWNER_ACTION_TAKEN',
  'FORCED_EXIT_CHANGED',
  'MASS_QUOTED', 'QUOTE_REJECTED', 'QUOTE_PROTECTION_CHANGED'));

alter table vault_operations
  drop constraint chk_vault_operations_operation_type,
  add constraint chk_vault_operations_operation_type check (operation_type in (
  'DEPOSIT', 'WITHDRAWAL', 'ALLOCATION', 'RELEASE', 'TRANSFER_OUT', 'TRANSFER_IN', 'FUND_IN', 'FUND_OUT',
  'LIQUIDATION_FEE', 'INSURANCE_PAID', 'LOSS_SOCIALISED', 'GUARANTEE_PAID', 'COLLATERAL_SOLD', 'COLLATERAL_PROCEEDS',
  'FEE_REFUND', 'SETTLEMENT', 'FORCED_EXIT'));

comment on column vault_operations.amount is 'Money moved: never negative for deposits, withdrawals, allocations and releases, whose direction is their type; else what the account gained, signed; of a FORCED_EXIT minus what left the vault, 0 where only the lock changed.';
comment on column vault_operations.margin_after is 'Bucket of the isolated position in that market after it, of a FORCED_EXIT what is locked for exits; null where the event does not say.';

create view v_forced_exits with (security_invoker = true) as
select distinct on (account_address, subaccount, asset_id) account_address, subaccount, asset_id,
  margin_after as locked, occurred_at as changed_at, engine_sequence
from vault_operations where operation_type = 'FORCED_EXIT'
order by account_address, subaccount, asset_id, engine_sequence desc, event_index desc;

comment on view v_forced_exits is 'Money that is locked for exits that owners forced on chain.';
comment on column v_forced_exits.account_address is 'Wallet, see accounts.';
comment on column v_forced_exits.subaccount is 'Subaccount number, see accounts.';
comment on column v_forced_exits.asset_id is 'Token, see assets.';
comment on column v_forced_exits.locked is 'Locked now; 0 once it is paid or given up.';
comment on column v_forced_exits.changed_at is 'Engine time of the last change, UTC.';
comment on column v_forced_exits.engine_sequence is 'Command log position of the last change.';

create or replace view v_asset_conservation with (security_invoker = true) as
select
  a.asset_id,
  coalesce((select sum(b.total) from account_balances b where b.asset_id = a.asset_id), 0) as account_money,
  coalesce((select sum(p.margin + p.debt) from position_margins p where p.asset_id = a.asset_id), 0) as margin_money,
  coalesce((select sum(m.collateral_pool) from markets m where m.asset_id = a.asset_id), 0) as pool_money,
  coalesce((select sum(t.maker_fee + t.taker_fee) from trade_matches t where t.asset_id = a.asset_id), 0)
    + coalesce((select sum(s.fee) from position_settlements s where s.asset_id = a.asset_id), 0)
    - coalesce((select sum(v.amount) from vault_operations v
      where v.asset_id = a.asset_id and v.operation_type = 'FEE_REFUND'), 0)
    + coalesce((select sum(f.amount) from fund_changes f
      where f.asset_id = a.asset_id and f.fund_kind = 'FEES'), 0) as fee_money,
  coalesce((select sum(f.balance) from v_funds f
    where f.asset_id = a.asset_id and f.fund_kind <> 'FEES'), 0) as fund_money,
  coalesce((select sum(w.amount) from v_withdrawals w
    where w.asset_id = a.asset_id and w.withdrawal_state not in ('FINAL', 'FAILED')), 0)
    + coalesce((select sum(e.locked) from v_forced_exits e where e.asset_id = a.asset_id), 0) as withdrawing_money,
  coalesce((select sum(v.amount) from vault_operations v
    where v.asset_id = a.asset_id and v.operation_type = 'DEPOSIT'), 0) as deposited_money,
  coalesce((select sum(w.amount) from v_withdrawals w
    where w.asset_id = a.asset_id and w.withdrawal_state = 'FINAL'), 0)
    - coalesce((select sum(v.amount) from vault_operations v
      where v.asset_id = a.asset_id and v.operation_type = 'FORCED_EXIT'), 0) as withdrawn_money
from assets a;
