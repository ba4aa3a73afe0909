-- Requirement entity 10: one row per account and market, as the last fill left it.

create table user_positions (
  account_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  metric_id varchar(64) not null,
  asset_id bigint not null,
  position_lots bigint not null,
  position_quantity numeric(30,8) not null,
  position_side varchar(8) not null generated always as (
    case sign(position_lots) when 1 then 'LONG' when -1 then 'SHORT' else 'FLAT' end) stored,
  position_status varchar(8) not null generated always as (
    case when position_lots = 0 then 'CLOSED' else 'OPEN' end) stored,
  position_cost numeric(30,8) not null,
  average_entry_price numeric(20,8),
  bought_lots numeric(39,0) not null,
  bought_tick_lots numeric(39,0) not null,
  sold_lots numeric(39,0) not null,
  sold_tick_lots numeric(39,0) not null,
  realised_pnl numeric(30,8) not null,
  fees_paid numeric(30,8) not null,
  fill_count bigint not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  updated_at timestamptz not null,
  last_match_id bigint not null,
  updated_sequence bigint not null,
  constraint idx_user_positions_account_address_subaccount_market_id
    primary key (account_address, subaccount, market_id),
  constraint fk_user_positions_account
    foreign key (account_address, subaccount) references accounts (account_address, subaccount),
  constraint fk_user_positions_market_id foreign key (market_id) references markets (market_id),
  constraint chk_user_positions_balance check (position_lots = bought_lots - sold_lots),
  constraint chk_user_positions_flat check (case when position_lots = 0
    then position_quantity = 0 and position_cost = 0 and average_entry_price is null and closed_at is not null
    else position_quantity <> 0 and average_entry_price is not null and closed_at is null end),
  constraint chk_user_positions_totals
    check (bought_lots >= 0 and sold_lots >= 0 and fees_paid >= 0 and fill_count > 0)
)
with (fillfactor = 80);

create index idx_user_positions_market_id_position_lots on user_positions (market_id, position_lots)
  where position_lots <> 0;

comment on table user_positions is 'Positions per account and market: state after the last fill and totals over all fills.';
comment on column user_positions.account_address is 'Wallet, see accounts.';
comment on column user_positions.subaccount is 'Subaccount number, see accounts.';
comment on column user_positions.market_id is 'Market, see markets.';
comment on column user_positions.metric_id is 'Metric of the market.';
comment on column user_positions.asset_id is 'Settlement token, see assets.';
comment on column user_positions.position_lots is 'Signed lots: positive bought, negative sold.';
comment on column user_positions.position_quantity is 'Signed quantity.';
comment on column user_positions.position_side is 'LONG, SHORT or FLAT.';
comment on column user_positions.position_status is 'OPEN or CLOSED.';
comment on column user_positions.position_cost is 'Exact cost of the open lots: sum of price x lots x tick value, signed like the position; settlement money.';
comment on column user_positions.average_entry_price is 'Average price of the open lots for display, rounded half even to 8 decimals; null when flat.';
comment on column user_positions.bought_lots is 'Lots bought over all fills.';
comment on column user_positions.bought_tick_lots is 'Sum of price ticks x lots bought.';
comment on column user_positions.sold_lots is 'Lots sold over all fills.';
comment on column user_positions.sold_tick_lots is 'Sum of price ticks x lots sold.';
comment on column user_positions.realised_pnl is 'Sum of the realised profit and loss of all fills, before fees.';
comment on column user_positions.fees_paid is 'Sum of the fees of all fills.';
comment on column user_positions.fill_count is 'Number of fills.';
comment on column user_positions.opened_at is 'Engine time when the position last left flat or changed sides, UTC.';
comment on column user_positions.closed_at is 'Engine time when the position became flat, UTC; null while open.';
comment on column user_positions.updated_at is 'Engine time of the last fill, UTC.';
comment on column user_positions.last_match_id is 'Last fill, see trade_matches.';
comment on column user_positions.updated_sequence is 'Command log position of the last fill.';
comment on index idx_user_positions_account_address_subaccount_market_id is 'Primary key; finds a wallet''s positions across markets.';
comment on index idx_user_positions_market_id_position_lots is 'Partial index on open positions: open interest and largest holders of a market.';
