-- Nothing is created or lost: a check that anyone may run at any time.

create view v_asset_conservation as
select
  a.asset_id,
  coalesce((select sum(b.total) from account_balances b where b.asset_id = a.asset_id), 0) as account_money,
  coalesce((select sum(m.collateral_pool) from markets m where m.asset_id = a.asset_id), 0) as pool_money,
  coalesce((select sum(t.maker_fee + t.taker_fee) from trade_matches t where t.asset_id = a.asset_id), 0) as fee_money,
  coalesce((select sum(v.amount) from vault_operations v
    where v.asset_id = a.asset_id and v.operation_type = 'DEPOSIT'), 0) as deposited_money
from assets a;

comment on view v_asset_conservation is 'Business rule: account_money + pool_money + fee_money = deposited_money for every asset, to the last unit.';
comment on column v_asset_conservation.asset_id is 'Settlement token, see assets.';
comment on column v_asset_conservation.account_money is 'Available and reserved money of all accounts.';
comment on column v_asset_conservation.pool_money is 'Collateral in the pools of all markets.';
comment on column v_asset_conservation.fee_money is 'Fees charged on all matches.';
comment on column v_asset_conservation.deposited_money is 'All credited deposits.';
