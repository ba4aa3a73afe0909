-- What isolated positions owe (docs/money.md §6, §10): with it all money of an asset adds up at any moment.

alter table position_margins
  add column debt numeric(30,8) not null default 0,
  add constraint chk_position_margins_debt check (debt <= 0);
alter table position_margins alter column debt drop default;

comment on column position_margins.debt is 'What the isolated position itself owes, never positive: nobody has paid it yet.';

create or replace view v_asset_conservation as
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
    where w.asset_id = a.asset_id and w.withdrawal_state not in ('FINAL', 'FAILED')), 0) as withdrawing_money,
  coalesce((select sum(v.amount) from vault_operations v
    where v.asset_id = a.asset_id and v.operation_type = 'DEPOSIT'), 0) as deposited_money,
  coalesce((select sum(w.amount) from v_withdrawals w
    where w.asset_id = a.asset_id and w.withdrawal_state = 'FINAL'), 0) as withdrawn_money
from assets a;

comment on view v_asset_conservation is 'Business rule: account_money + margin_money + pool_money + fee_money + fund_money + withdrawing_money = deposited_money - withdrawn_money for every asset, to the last unit; while a market is SETTLING only together with what its pool has paid out.';
comment on column v_asset_conservation.margin_money is 'Buckets of all isolated positions less what these owe.';

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
  'POSITION_DEBT_CHANGED'));
