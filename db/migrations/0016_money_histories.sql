-- Histories of positions, margin, liquidation, results, funds and parameters: one row per event, append-only.

create table position_history (
  engine_sequence bigint not null,
  event_index integer not null,
  account_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  metric_id varchar(64) not null,
  asset_id bigint not null,
  position_side varchar(8) not null generated always as (case when opened_lots > 0 then 'LONG' else 'SHORT' end) stored,
  opened_lots bigint not null,
  opened_quantity numeric(30,8) not null,
  entry_tick_lots numeric(39,0) not null,
  exit_tick_lots numeric(39,0) not null,
  average_entry_price numeric(20,8) not null,
  average_exit_price numeric(20,8) not null,
  realised_pnl numeric(30,8) not null,
  fees_paid numeric(30,8) not null,
  net_pnl numeric(30,8) not null generated always as (realised_pnl - fees_paid) stored,
  position_end varchar(16) not null,
  outcome varchar(8) not null,
  opened_at timestamptz not null,
  closed_at timestamptz not null,
  account_sequence bigint not null,
  constraint idx_position_history_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_position_history_position_end check (position_end in (
  'TRADE', 'LIQUIDATION', 'DELEVERAGING', 'SETTLEMENT', 'BUST')),
  constraint chk_position_history_outcome check (outcome in (
  'EVEN', 'WIN', 'LOSS')),
  constraint chk_position_history_lots check (opened_lots <> 0)
);

create index idx_position_history_account_address_engine_sequence on position_history (account_address, engine_sequence);
create index idx_position_history_market_id_engine_sequence on position_history (market_id, engine_sequence);

create trigger refuse_change_position_history before update or delete on position_history
  for each row execute function refuse_history_change();
create trigger refuse_truncate_position_history before truncate on position_history
  for each statement execute function refuse_history_change();

comment on table position_history is 'Every position that became flat or turned round, with its whole life: entry, exit, profit or loss.';
comment on column position_history.engine_sequence is 'Command log position of the event.';
comment on column position_history.event_index is 'Position of the event among those of its command, from 0.';
comment on column position_history.account_address is 'Wallet, see accounts.';
comment on column position_history.subaccount is 'Subaccount number, see accounts.';
comment on column position_history.market_id is 'Market, see markets.';
comment on column position_history.metric_id is 'Metric of the market.';
comment on column position_history.asset_id is 'Settlement token, see assets.';
comment on column position_history.position_side is 'LONG or SHORT.';
comment on column position_history.opened_lots is 'Signed: all that was opened in its life, long positive.';
comment on column position_history.opened_quantity is 'The same as a quantity.';
comment on column position_history.entry_tick_lots is 'Sum of price ticks x lots of what opened.';
comment on column position_history.exit_tick_lots is 'Sum of price ticks x lots of what closed.';
comment on column position_history.average_entry_price is 'Average price of what opened, rounded half even to 8 decimals.';
comment on column position_history.average_exit_price is 'Average price of what closed, rounded half even to 8 decimals.';
comment on column position_history.realised_pnl is 'Profit or loss before fees, settlement money.';
comment on column position_history.fees_paid is 'Fees less rebates, settlement money.';
comment on column position_history.net_pnl is 'realised_pnl - fees_paid.';
comment on column position_history.position_end is 'What ended it.';
comment on column position_history.outcome is 'WIN, LOSS or EVEN, after fees.';
comment on column position_history.opened_at is 'Engine time of the opening, UTC.';
comment on column position_history.closed_at is 'Engine time of the end, UTC.';
comment on column position_history.account_sequence is 'Number in the account''s private stream.';
comment on index idx_position_history_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_position_history_account_address_engine_sequence is 'Position history of an account, newest first.';
comment on index idx_position_history_market_id_engine_sequence is 'Closed positions of a market.';

create table position_settlements (
  engine_sequence bigint not null,
  event_index integer not null,
  account_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  asset_id bigint not null,
  settled_lots bigint not null,
  settlement_price numeric(20,8) not null,
  settlement_price_ticks bigint not null,
  realised_pnl numeric(30,8) not null,
  cash_delta numeric(30,8) not null,
  socialised_loss numeric(30,8) not null,
  fee numeric(30,8) not null,
  account_sequence bigint not null,
  settled_at timestamptz not null,
  constraint idx_position_settlements_engine_sequence_event_index primary key (engine_sequence, event_index)
);

create unique index idx_position_settlements_market_id_account_address_subaccount on position_settlements (market_id, account_address, subaccount);
create index idx_position_settlements_account_address_engine_sequence on position_settlements (account_address, engine_sequence);

create trigger refuse_change_position_settlements before update or delete on position_settlements
  for each row execute function refuse_history_change();
create trigger refuse_truncate_position_settlements before truncate on position_settlements
  for each statement execute function refuse_history_change();

comment on table position_settlements is 'Every position that was paid out at the result of its market.';
comment on column position_settlements.engine_sequence is 'Command log position of the event.';
comment on column position_settlements.event_index is 'Position of the event among those of its command, from 0.';
comment on column position_settlements.account_address is 'Wallet, see accounts.';
comment on column position_settlements.subaccount is 'Subaccount number, see accounts.';
comment on column position_settlements.market_id is 'Market, see markets.';
comment on column position_settlements.asset_id is 'Settlement token, see assets.';
comment on column position_settlements.settled_lots is 'Signed position before.';
comment on column position_settlements.settlement_price is 'Price of the result.';
comment on column position_settlements.settlement_price_ticks is 'The same in ticks.';
comment on column position_settlements.realised_pnl is 'Of what was open, before socialised_loss.';
comment on column position_settlements.cash_delta is 'What the account gained or paid, fee included.';
comment on column position_settlements.socialised_loss is 'Gain that was kept to pay losses of others.';
comment on column position_settlements.fee is 'Settlement fee.';
comment on column position_settlements.account_sequence is 'Number in the account''s private stream.';
comment on column position_settlements.settled_at is 'Engine time of the payout, UTC.';
comment on index idx_position_settlements_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_position_settlements_market_id_account_address_subaccount is 'A position is paid out once.';
comment on index idx_position_settlements_account_address_engine_sequence is 'Payouts of an account.';

create table market_results (
  engine_sequence bigint not null,
  event_index integer not null,
  market_id bigint not null,
  market_sequence bigint not null,
  oracle_update varchar(16) not null,
  assertion_hash varchar(66) not null,
  result_value_units numeric(39,0) not null,
  bond_units numeric(39,0) not null,
  liveness_end_at timestamptz,
  settlement_price numeric(20,8),
  settlement_price_ticks bigint,
  stated_at timestamptz not null,
  constraint idx_market_results_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_market_results_oracle_update check (oracle_update in (
  'PROPOSED', 'DISPUTED', 'CONFIRMED', 'REJECTED'))
);

create unique index idx_market_results_market_id_market_sequence on market_results (market_id, market_sequence);

create trigger refuse_change_market_results before update or delete on market_results
  for each row execute function refuse_history_change();
create trigger refuse_truncate_market_results before truncate on market_results
  for each statement execute function refuse_history_change();

comment on table market_results is 'What was said of the results of markets: proposals, disputes, confirmations, rejections.';
comment on column market_results.engine_sequence is 'Command log position of the event.';
comment on column market_results.event_index is 'Position of the event among those of its command, from 0.';
comment on column market_results.market_id is 'Market, see markets.';
comment on column market_results.market_sequence is 'Position in the market''s gapless public stream.';
comment on column market_results.oracle_update is 'PROPOSED, DISPUTED, CONFIRMED or REJECTED.';
comment on column market_results.assertion_hash is 'The oracle''s id of the assertion.';
comment on column market_results.result_value_units is 'The value as the oracle said it, integer of 1e-8.';
comment on column market_results.bond_units is 'Its bond, integer of 1e-8.';
comment on column market_results.liveness_end_at is 'Until when it may be disputed, UTC; null if not said.';
comment on column market_results.settlement_price is 'The price that it settles at; null for disputes and rejections.';
comment on column market_results.settlement_price_ticks is 'The same in ticks.';
comment on column market_results.stated_at is 'Engine time, UTC.';
comment on index idx_market_results_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_market_results_market_id_market_sequence is 'History of a market''s result.';

create table market_settlements (
  engine_sequence bigint not null,
  event_index integer not null,
  market_id bigint not null,
  market_sequence bigint not null,
  asset_id bigint not null,
  settlement_price numeric(20,8) not null,
  settlement_price_ticks bigint not null,
  open_interest_lots bigint not null,
  gains numeric(30,8) not null,
  losses numeric(30,8) not null,
  insurance_paid numeric(30,8) not null,
  socialised_loss numeric(30,8) not null,
  fees_returned numeric(30,8) not null,
  is_fallback boolean not null,
  settled_at timestamptz not null,
  constraint idx_market_settlements_engine_sequence_event_index primary key (engine_sequence, event_index)
);

create unique index idx_market_settlements_market_id on market_settlements (market_id);

create trigger refuse_change_market_settlements before update or delete on market_settlements
  for each row execute function refuse_history_change();
create trigger refuse_truncate_market_settlements before truncate on market_settlements
  for each statement execute function refuse_history_change();

comment on table market_settlements is 'Markets whose positions are all paid out.';
comment on column market_settlements.engine_sequence is 'Command log position of the event.';
comment on column market_settlements.event_index is 'Position of the event among those of its command, from 0.';
comment on column market_settlements.market_id is 'Market, see markets.';
comment on column market_settlements.market_sequence is 'Position in the market''s gapless public stream.';
comment on column market_settlements.asset_id is 'Settlement token, see assets.';
comment on column market_settlements.settlement_price is 'Price of the result.';
comment on column market_settlements.settlement_price_ticks is 'The same in ticks.';
comment on column market_settlements.open_interest_lots is 'Open interest before.';
comment on column market_settlements.gains is 'Sum of the gains.';
comment on column market_settlements.losses is 'Sum of the losses.';
comment on column market_settlements.insurance_paid is 'What the insurance paid of the losses.';
comment on column market_settlements.socialised_loss is 'What the winners paid of the losses.';
comment on column market_settlements.fees_returned is 'Fees given back by a void.';
comment on column market_settlements.is_fallback is 'Whether it was settled without an answer of the oracle.';
comment on column market_settlements.settled_at is 'Engine time, UTC.';
comment on index idx_market_settlements_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_market_settlements_market_id is 'A market is settled once.';

create table margin_calls (
  engine_sequence bigint not null,
  event_index integer not null,
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  market_id bigint,
  margin_level varchar(16),
  previous_margin_level varchar(16),
  equity numeric(30,8) not null,
  initial_margin numeric(30,8) not null,
  maintenance_margin numeric(30,8) not null,
  account_sequence bigint not null,
  called_at timestamptz not null,
  constraint idx_margin_calls_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_margin_calls_margin_level check (margin_level in (
  'WARNING', 'MARGIN_CALL', 'LIQUIDATION')),
  constraint chk_margin_calls_previous_margin_level check (previous_margin_level in (
  'WARNING', 'MARGIN_CALL', 'LIQUIDATION'))
);

create index idx_margin_calls_account_address_engine_sequence on margin_calls (account_address, engine_sequence);

create trigger refuse_change_margin_calls before update or delete on margin_calls
  for each row execute function refuse_history_change();
create trigger refuse_truncate_margin_calls before truncate on margin_calls
  for each statement execute function refuse_history_change();

comment on table margin_calls is 'Every change of the level of a margin unit.';
comment on column margin_calls.engine_sequence is 'Command log position of the event.';
comment on column margin_calls.event_index is 'Position of the event among those of its command, from 0.';
comment on column margin_calls.account_address is 'Wallet, see accounts.';
comment on column margin_calls.subaccount is 'Subaccount number, see accounts.';
comment on column margin_calls.asset_id is 'Settlement token of the unit, see assets.';
comment on column margin_calls.market_id is 'Market of the isolated position; null = the cross positions of the token.';
comment on column margin_calls.margin_level is 'WARNING, MARGIN_CALL or LIQUIDATION; null = none of them.';
comment on column margin_calls.previous_margin_level is 'The level before.';
comment on column margin_calls.equity is 'Equity of the unit.';
comment on column margin_calls.initial_margin is 'Of its positions and open orders.';
comment on column margin_calls.maintenance_margin is 'Of its positions.';
comment on column margin_calls.account_sequence is 'Number in the account''s private stream.';
comment on column margin_calls.called_at is 'Engine time, UTC.';
comment on index idx_margin_calls_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_margin_calls_account_address_engine_sequence is 'Margin calls of an account, newest first.';

create table liquidations (
  engine_sequence bigint not null,
  event_index integer not null,
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  market_id bigint,
  is_isolated boolean not null,
  liquidation_stage varchar(16) not null,
  liquidation_step bigint not null,
  lots bigint not null,
  limit_price numeric(20,8),
  limit_price_ticks bigint not null,
  bankruptcy_price numeric(20,8),
  bankruptcy_price_ticks bigint not null,
  equity numeric(30,8) not null,
  maintenance_margin numeric(30,8) not null,
  insurance_paid numeric(30,8) not null,
  fee numeric(30,8) not null,
  account_sequence bigint not null,
  occurred_at timestamptz not null,
  constraint idx_liquidations_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_liquidations_liquidation_stage check (liquidation_stage in (
  'RISK_ORDERS', 'ALL_ORDERS', 'REDUCING', 'INSURED', 'DELEVERAGING', 'SOCIALISING', 'ENDED'))
);

create index idx_liquidations_account_address_engine_sequence on liquidations (account_address, engine_sequence);
create index idx_liquidations_market_id_engine_sequence on liquidations (market_id, engine_sequence)
  where market_id is not null;

create trigger refuse_change_liquidations before update or delete on liquidations
  for each row execute function refuse_history_change();
create trigger refuse_truncate_liquidations before truncate on liquidations
  for each statement execute function refuse_history_change();

comment on table liquidations is 'Every stage and step of every liquidation.';
comment on column liquidations.engine_sequence is 'Command log position of the event.';
comment on column liquidations.event_index is 'Position of the event among those of its command, from 0.';
comment on column liquidations.account_address is 'Wallet, see accounts.';
comment on column liquidations.subaccount is 'Subaccount number, see accounts.';
comment on column liquidations.asset_id is 'Settlement token of the unit, see assets.';
comment on column liquidations.market_id is 'Market of the step; null if none.';
comment on column liquidations.is_isolated is 'Whether the unit is one isolated position.';
comment on column liquidations.liquidation_stage is 'How far it is.';
comment on column liquidations.liquidation_step is 'Number of the step.';
comment on column liquidations.lots is 'Signed lots closed or taken over.';
comment on column liquidations.limit_price is 'Worst price of the step; null without a market.';
comment on column liquidations.limit_price_ticks is 'The same in ticks; 0 without one.';
comment on column liquidations.bankruptcy_price is 'Price at which the equity is 0; null without a market.';
comment on column liquidations.bankruptcy_price_ticks is 'The same in ticks; 0 without one.';
comment on column liquidations.equity is 'Equity of the unit.';
comment on column liquidations.maintenance_margin is 'Its maintenance margin.';
comment on column liquidations.insurance_paid is 'What the insurance paid.';
comment on column liquidations.fee is 'Liquidation fee.';
comment on column liquidations.account_sequence is 'Number in the account''s private stream.';
comment on column liquidations.occurred_at is 'Engine time, UTC.';
comment on index idx_liquidations_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_liquidations_account_address_engine_sequence is 'Liquidations of an account, newest first.';
comment on index idx_liquidations_market_id_engine_sequence is 'Liquidations in a market.';

create table fund_changes (
  engine_sequence bigint not null,
  event_index integer not null,
  fund_kind varchar(16) not null,
  asset_id bigint not null,
  market_id bigint,
  fund_cause varchar(32),
  amount numeric(30,8) not null,
  balance_after numeric(30,8) not null,
  fund_reference numeric(20,0) not null,
  changed_at timestamptz not null,
  constraint idx_fund_changes_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_fund_changes_fund_kind check (fund_kind in (
  'ACCOUNT', 'INSURANCE', 'GUARANTEE', 'FEES', 'DUST'))
);

create index idx_fund_changes_asset_id_fund_kind_market_id_engine_sequence on fund_changes (asset_id, fund_kind, market_id, engine_sequence);

create trigger refuse_change_fund_changes before update or delete on fund_changes
  for each row execute function refuse_history_change();
create trigger refuse_truncate_fund_changes before truncate on fund_changes
  for each statement execute function refuse_history_change();

comment on table fund_changes is 'Every movement of a fund: insurances, guarantee, fees, dust.';
comment on column fund_changes.engine_sequence is 'Command log position of the event.';
comment on column fund_changes.event_index is 'Position of the event among those of its command, from 0.';
comment on column fund_changes.fund_kind is 'INSURANCE (of a market), GUARANTEE, FEES or DUST (of a token).';
comment on column fund_changes.asset_id is 'Token of the fund, see assets.';
comment on column fund_changes.market_id is 'Market of an insurance; null for others.';
comment on column fund_changes.fund_cause is 'Why, in the words of vault_operations; null if not said.';
comment on column fund_changes.amount is 'What the fund gained, signed.';
comment on column fund_changes.balance_after is 'Balance of the fund afterwards.';
comment on column fund_changes.fund_reference is 'Number of the case, market or match that caused it; 0 = none.';
comment on column fund_changes.changed_at is 'Engine time, UTC.';
comment on index idx_fund_changes_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_fund_changes_asset_id_fund_kind_market_id_engine_sequence is 'Statement of a fund.';

create table parameter_changes (
  engine_sequence bigint not null,
  event_index integer not null,
  parameter_type varchar(32) not null,
  market_id bigint,
  asset_id bigint,
  account_address varchar(42),
  subaccount bigint,
  parameters jsonb not null,
  changed_at timestamptz not null,
  constraint idx_parameter_changes_engine_sequence_event_index primary key (engine_sequence, event_index),
  constraint chk_parameter_changes_parameter_type check (parameter_type in (
  'FEE_SCHEDULE_CHANGED', 'FEE_TIER_CHANGED', 'RISK_PARAMETERS_CHANGED', 'RISK_LIMITS_CHANGED', 'COLLATERAL_CHANGED',
  'COLLATERAL_PRICE_CHANGED', 'WITHDRAWAL_LIMITS_CHANGED', 'VENUE_STATE_CHANGED'))
);

create index idx_parameter_changes_parameter_type_engine_sequence on parameter_changes (parameter_type, engine_sequence);

create trigger refuse_change_parameter_changes before update or delete on parameter_changes
  for each row execute function refuse_history_change();
create trigger refuse_truncate_parameter_changes before truncate on parameter_changes
  for each statement execute function refuse_history_change();

comment on table parameter_changes is 'Every change of parameters by operators, and of owners'' fee tiers.';
comment on column parameter_changes.engine_sequence is 'Command log position of the event.';
comment on column parameter_changes.event_index is 'Position of the event among those of its command, from 0.';
comment on column parameter_changes.parameter_type is 'The event: RISK_PARAMETERS_CHANGED, RISK_LIMITS_CHANGED, FEE_SCHEDULE_CHANGED, ...';
comment on column parameter_changes.market_id is 'Market concerned; null if none.';
comment on column parameter_changes.asset_id is 'Token concerned; null if none.';
comment on column parameter_changes.account_address is 'Wallet concerned; null if none.';
comment on column parameter_changes.subaccount is 'Subaccount concerned; null if none.';
comment on column parameter_changes.parameters is 'All parameters from here on, as in audit_trail.detail.';
comment on column parameter_changes.changed_at is 'Engine time, UTC.';
comment on index idx_parameter_changes_engine_sequence_event_index is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_parameter_changes_parameter_type_engine_sequence is 'History of one kind of parameters.';

create table position_margins (
  account_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  asset_id bigint not null,
  margin_mode varchar(16) not null,
  margin numeric(30,8) not null,
  quantile smallint not null,
  updated_at timestamptz not null,
  updated_sequence bigint not null,
  constraint idx_position_margins_account_address_subaccount_market_id
    primary key (account_address, subaccount, market_id),
  constraint fk_position_margins_account
    foreign key (account_address, subaccount) references accounts (account_address, subaccount),
  constraint fk_position_margins_market_id foreign key (market_id) references markets (market_id),
  constraint chk_position_margins_margin_mode check (margin_mode in (
  'FULL', 'CROSS', 'ISOLATED')),
  constraint chk_position_margins_margin check (margin >= 0),
  constraint chk_position_margins_quantile check (quantile between 0 and 5)
)
with (fillfactor = 80);

comment on table position_margins is 'What stands behind the positions of margin markets, per account and market.';
comment on column position_margins.account_address is 'Wallet, see accounts.';
comment on column position_margins.subaccount is 'Subaccount number, see accounts.';
comment on column position_margins.market_id is 'Market, see markets.';
comment on column position_margins.asset_id is 'Settlement token, see assets.';
comment on column position_margins.margin_mode is 'CROSS or ISOLATED.';
comment on column position_margins.margin is 'Bucket of an isolated position; 0 for cross ones.';
comment on column position_margins.quantile is 'Place in the queue of deleveraging: 1 = last to 5 = first; 0 = not in it.';
comment on column position_margins.updated_at is 'Engine time of the last change, UTC.';
comment on column position_margins.updated_sequence is 'Command log position of the last change.';
comment on index idx_position_margins_account_address_subaccount_market_id is 'Primary key; finds the margins of a wallet.';

create view v_withdrawals as
select distinct on (withdrawal_id) withdrawal_id, account_address, subaccount, asset_id, amount, recipient_address,
  operation_reference as nonce, withdrawal_state, failure_code, chain_id, transaction_hash, block_number,
  occurred_at as changed_at, engine_sequence
from vault_operations where operation_type = 'WITHDRAWAL'
order by withdrawal_id, engine_sequence desc, event_index desc;

comment on view v_withdrawals is 'Withdrawals as they are now.';
comment on column v_withdrawals.withdrawal_id is 'Venue-wide number.';
comment on column v_withdrawals.account_address is 'Wallet, see accounts.';
comment on column v_withdrawals.subaccount is 'Subaccount number, see accounts.';
comment on column v_withdrawals.asset_id is 'Token, see assets.';
comment on column v_withdrawals.amount is 'Amount asked for.';
comment on column v_withdrawals.recipient_address is 'Who receives it on chain.';
comment on column v_withdrawals.nonce is 'Nonce of the request.';
comment on column v_withdrawals.withdrawal_state is 'WAITING, LOCKED, SIGNED, SENT, FINAL or FAILED.';
comment on column v_withdrawals.failure_code is 'Why it failed; null otherwise.';
comment on column v_withdrawals.chain_id is 'Chain; null before it is sent.';
comment on column v_withdrawals.transaction_hash is 'Transaction; null before it is sent.';
comment on column v_withdrawals.block_number is 'Block; null before it is mined.';
comment on column v_withdrawals.changed_at is 'Engine time of the last step, UTC.';
comment on column v_withdrawals.engine_sequence is 'Command log position of the last step.';

create view v_funds as
select distinct on (asset_id, fund_kind, market_id) asset_id, fund_kind, market_id, balance_after as balance, changed_at,
  engine_sequence
from fund_changes
order by asset_id, fund_kind, market_id, engine_sequence desc, event_index desc;

comment on view v_funds is 'Funds as their last statement has them. Trades pay into FEES without a statement of their own: see v_asset_conservation.';
comment on column v_funds.asset_id is 'Token of the fund, see assets.';
comment on column v_funds.fund_kind is 'INSURANCE, GUARANTEE, FEES or DUST.';
comment on column v_funds.market_id is 'Market of an insurance; null for others.';
comment on column v_funds.balance is 'Balance after the last statement.';
comment on column v_funds.changed_at is 'Engine time of the last statement, UTC.';
comment on column v_funds.engine_sequence is 'Command log position of the last statement.';

create view v_asset_conservation as
select
  a.asset_id,
  coalesce((select sum(b.total) from account_balances b where b.asset_id = a.asset_id), 0) as account_money,
  coalesce((select sum(p.margin) from position_margins p where p.asset_id = a.asset_id), 0) as margin_money,
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

comment on view v_asset_conservation is 'Business rule: account_money + margin_money + pool_money + fee_money + fund_money + withdrawing_money = deposited_money - withdrawn_money for every asset, to the last unit; while a market is SETTLING, or an isolated position owes what nobody has paid yet, only together with that.';
comment on column v_asset_conservation.asset_id is 'Token, see assets.';
comment on column v_asset_conservation.account_money is 'Available and reserved money of all accounts less their debts.';
comment on column v_asset_conservation.margin_money is 'Buckets of all isolated positions.';
comment on column v_asset_conservation.pool_money is 'Pools of all markets.';
comment on column v_asset_conservation.fee_money is 'Fees of matches and payouts, less refunds and what was moved to other funds.';
comment on column v_asset_conservation.fund_money is 'Insurances, guarantee fund and dust.';
comment on column v_asset_conservation.withdrawing_money is 'Locked by withdrawals that are under way.';
comment on column v_asset_conservation.deposited_money is 'All credited deposits.';
comment on column v_asset_conservation.withdrawn_money is 'All withdrawals that are final on chain.';
