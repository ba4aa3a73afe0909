-- Positions at their marks, and each portfolio at each UTC midnight of engine time with its performance so far.

-- no search_path: its body is bound at creation, and a setting would keep it from being inlined
create function clamp_money(amount numeric) returns numeric
language sql immutable parallel safe
return case when amount is not null
  then greatest(-9999999999999999999999, least(9999999999999999999999, round(amount, 8))) end;

comment on function clamp_money(numeric) is
  'Input: any number. Output: it, rounded to 8 decimals and kept inside numeric(30,8), so that a display value never stops the writer. Null stays null.';

create view v_positions with (security_invoker = true) as
select p.account_address, p.subaccount, p.market_id, p.metric_id, p.asset_id, m.margin_mode as market_margin_mode,
  p.position_side, p.position_lots, p.position_quantity, p.average_entry_price, p.position_cost,
  coalesce(m.mark_price, m.last_price) as valuation_price,
  case when coalesce(m.mark_price_ticks, m.last_price_ticks) is null then 0 else clamp_money(
    p.position_lots::numeric * coalesce(m.mark_price_ticks, m.last_price_ticks) * m.tick_value - p.position_cost)
    end as unrealised_pnl,
  case when m.margin_mode = 'FULL' then clamp_money(p.position_cost
    - p.position_lots::numeric * case when p.position_lots > 0 then m.floor_ticks else m.cap_ticks end * m.tick_value)
    else 0 end as paid_in,
  coalesce(b.margin + b.debt, 0) as margin,
  clamp_money(abs(p.position_lots::numeric * coalesce(m.mark_price_ticks, m.last_price_ticks, 0) * m.tick_value))
    as exposure,
  p.realised_pnl, p.fees_paid, p.opened_at, p.updated_at, b.quantile as deleveraging_quantile
from user_positions p
join markets m on m.market_id = p.market_id
left join position_margins b on b.account_address = p.account_address and b.subaccount = p.subaccount
  and b.market_id = p.market_id
where p.position_lots <> 0;

comment on view v_positions is 'Business rule: open positions across all markets at their marks, before the first mark at the last price. What a FULL position is worth is paid_in + unrealised_pnl, any other unrealised_pnl; its bucket comes on top.';
comment on column v_positions.account_address is 'Wallet, see accounts.';
comment on column v_positions.subaccount is 'Subaccount number, see accounts.';
comment on column v_positions.market_id is 'Market, see markets.';
comment on column v_positions.metric_id is 'Metric of the market.';
comment on column v_positions.asset_id is 'Settlement token, see assets.';
comment on column v_positions.market_margin_mode is 'FULL, CROSS or ISOLATED.';
comment on column v_positions.position_side is 'LONG or SHORT.';
comment on column v_positions.position_lots is 'Signed lots.';
comment on column v_positions.position_quantity is 'Signed quantity.';
comment on column v_positions.average_entry_price is 'Average price of the open lots.';
comment on column v_positions.position_cost is 'Exact cost of the open lots, signed like the position.';
comment on column v_positions.valuation_price is 'Mark price, else last price.';
comment on column v_positions.unrealised_pnl is 'Lots x valuation price - cost; 0 without a price.';
comment on column v_positions.paid_in is 'FULL markets: what the open lots paid into the pool: cost - lots x floor when long, cost - lots x cap when short; else 0.';
comment on column v_positions.margin is 'Bucket of an isolated position less what it owes.';
comment on column v_positions.exposure is '|lots x valuation price|, settlement money.';
comment on column v_positions.realised_pnl is 'Realised so far in this market, before fees.';
comment on column v_positions.fees_paid is 'Fees paid so far in this market.';
comment on column v_positions.opened_at is 'Engine time when the position left flat or changed sides, UTC.';
comment on column v_positions.updated_at is 'Engine time of the last fill, UTC.';
comment on column v_positions.deleveraging_quantile is 'Place in the queue of deleveraging; null in FULL markets.';

create index idx_vault_operations_account_address_subaccount_asset_id
  on vault_operations (account_address, subaccount, asset_id) include (amount)
  where operation_type in ('DEPOSIT', 'WITHDRAWAL', 'TRANSFER_OUT', 'TRANSFER_IN', 'FUND_IN', 'FUND_OUT');
comment on index idx_vault_operations_account_address_subaccount_asset_id is 'Partial index on what entered and left an account: net deposits.';

create table portfolio_snapshots (
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  snapshot_at timestamptz not null,
  portfolio_value numeric(30,8) not null,
  cash_value numeric(30,8) not null,
  margin_value numeric(30,8) not null,
  position_value numeric(30,8) not null,
  unrealised_pnl numeric(30,8) not null,
  realised_pnl numeric(30,8) not null,
  fees_paid numeric(30,8) not null,
  net_deposits numeric(30,8) not null,
  exposure numeric(30,8) not null,
  open_position_count bigint not null,
  composition jsonb not null,
  daily_pnl numeric(30,8) not null,
  daily_return numeric(30,8) not null,
  total_return numeric(30,8) not null,
  peak_return numeric(30,8) not null,
  max_drawdown numeric(30,8) not null,
  benchmark_return numeric(30,8) not null,
  day_count bigint not null,
  volatility numeric(30,8),
  sharpe_ratio numeric(30,8),
  value_at_risk numeric(30,8),
  portfolio_beta numeric(30,8),
  market_correlation numeric(30,8),
  engine_sequence bigint not null,
  constraint idx_portfolio_snapshots_account_address_subaccount_asset_id_sna
    primary key (account_address, subaccount, asset_id, snapshot_at),
  constraint chk_portfolio_snapshots_returns check (daily_return >= -1 and total_return >= -1
    and peak_return >= total_return and max_drawdown between 0 and 1)
)
partition by range (snapshot_at);

create index idx_portfolio_snapshots_snapshot_at on portfolio_snapshots using brin (snapshot_at);

comment on table portfolio_snapshots is 'Requirement entity 11: each account and token with money as it stood at the last command before a UTC midnight of engine time. A day without commands has none. Partitioned by month. Statistics are exact decimals rounded to 8 places, over the last 30 snapshots.';
comment on column portfolio_snapshots.account_address is 'Wallet, see accounts.';
comment on column portfolio_snapshots.subaccount is 'Subaccount number, see accounts.';
comment on column portfolio_snapshots.asset_id is 'Token, see assets.';
comment on column portfolio_snapshots.snapshot_at is 'UTC midnight.';
comment on column portfolio_snapshots.portfolio_value is 'cash_value + margin_value + position_value.';
comment on column portfolio_snapshots.cash_value is 'Available and reserved money less debt.';
comment on column portfolio_snapshots.margin_value is 'Buckets of isolated positions less what these owe.';
comment on column portfolio_snapshots.position_value is 'Paid-in collateral and unrealised profit of all open positions.';
comment on column portfolio_snapshots.unrealised_pnl is 'Of all open positions at their marks.';
comment on column portfolio_snapshots.realised_pnl is 'Realised over all time, before fees.';
comment on column portfolio_snapshots.fees_paid is 'Fees over all time.';
comment on column portfolio_snapshots.net_deposits is 'Deposits, transfers and fund money received less withdrawals that did not fail, transfers and fund money paid.';
comment on column portfolio_snapshots.exposure is 'Sum of |lots x mark x tick value|.';
comment on column portfolio_snapshots.open_position_count is 'Open positions.';
comment on column portfolio_snapshots.composition is 'Asset allocation: {"cash": {"value", "share"}, "market id": {"lots", "value", "share"}}, decimals as text; share of portfolio_value, null when that is not positive.';
comment on column portfolio_snapshots.daily_pnl is 'Change of portfolio_value since the snapshot before, less the change of net_deposits; the first counts from 0.';
comment on column portfolio_snapshots.daily_return is 'r = daily_pnl / portfolio_value of the snapshot before, at least -1; 0 when that was not positive.';
comment on column portfolio_snapshots.total_return is 'Time-weighted: product of all (1 + r) - 1.';
comment on column portfolio_snapshots.peak_return is 'Highest total_return so far, at least 0.';
comment on column portfolio_snapshots.max_drawdown is 'Largest 1 - (1 + total_return) / (1 + peak_return) so far.';
comment on column portfolio_snapshots.benchmark_return is 'b = mean over the markets of the token of the change of the mark since the snapshot before, divided by cap - floor.';
comment on column portfolio_snapshots.day_count is 'Returns in the window of the figures that follow, at most 30.';
comment on column portfolio_snapshots.volatility is 'Sample standard deviation of r x sqrt(365); null below two returns. Source: RiskMetrics Technical Document (1996).';
comment on column portfolio_snapshots.sharpe_ratio is 'mean(r) / sample standard deviation of r x sqrt(365), no risk-free rate; null without spread. Source: Sharpe, The Sharpe Ratio (1994).';
comment on column portfolio_snapshots.value_at_risk is 'Historical, 95 %, one day: portfolio_value x the r that 5 % of the window are not above, as a positive loss; null below two returns. Source: Jorion, Value at Risk, ch. 10.';
comment on column portfolio_snapshots.portfolio_beta is 'covariance(r, b) / variance(b) over the window; null when b does not vary. Source: Sharpe, Capital Asset Prices (1964).';
comment on column portfolio_snapshots.market_correlation is 'Pearson correlation of r and b over the window; null when one does not vary.';
comment on column portfolio_snapshots.engine_sequence is 'Command log position of the last command before.';
comment on index idx_portfolio_snapshots_account_address_subaccount_asset_id_sna is 'Primary key, its name cut to 63 bytes; history of a portfolio.';
comment on index idx_portfolio_snapshots_snapshot_at is 'Small block-range index for time windows over all portfolios.';

create trigger refuse_change_portfolio_snapshots before update or delete on portfolio_snapshots
  for each row execute function refuse_history_change();
create trigger refuse_truncate_portfolio_snapshots before truncate on portfolio_snapshots
  for each statement execute function refuse_history_change();
create trigger refuse_change_order_book_snapshots before update or delete on order_book_snapshots
  for each row execute function refuse_history_change();
create trigger refuse_truncate_order_book_snapshots before truncate on order_book_snapshots
  for each statement execute function refuse_history_change();
