-- What each trader did on each day in each market, and over all time in each token.

create table user_trading_statistics (
  account_address varchar(42) not null,
  subaccount bigint not null,
  market_id bigint not null,
  statistics_date date not null,
  metric_id varchar(64) not null,
  asset_id bigint not null,
  buy_quantity numeric(30,8) not null,
  sell_quantity numeric(30,8) not null,
  buy_volume numeric(30,8) not null,
  sell_volume numeric(30,8) not null,
  total_volume numeric(30,8) not null generated always as (buy_volume + sell_volume) stored,
  trade_count bigint not null,
  maker_count bigint not null,
  winning_count bigint not null,
  losing_count bigint not null,
  realised_pnl numeric(30,8) not null,
  fees_paid numeric(30,8) not null,
  net_pnl numeric(30,8) not null generated always as (realised_pnl - fees_paid) stored,
  unrealised_pnl numeric(30,8) not null,
  position_lots bigint not null,
  peak_position_lots bigint not null,
  first_traded_at timestamptz not null,
  last_traded_at timestamptz not null,
  updated_sequence bigint not null,
  constraint idx_user_trading_statistics_account_address_subaccount_market_i
    primary key (account_address, subaccount, market_id, statistics_date),
  constraint chk_user_trading_statistics_totals check (buy_volume >= 0 and sell_volume >= 0 and trade_count >= 0
    and maker_count between 0 and trade_count and winning_count >= 0 and losing_count >= 0
    and peak_position_lots >= abs(position_lots))
)
with (fillfactor = 80);

create index idx_user_trading_statistics_statistics_date_account_address
  on user_trading_statistics (statistics_date, account_address) include (total_volume, net_pnl);
create index idx_user_trading_statistics_market_id_statistics_date
  on user_trading_statistics (market_id, statistics_date) include (total_volume);

comment on table user_trading_statistics is 'Requirement entity 4: one row per account, market and UTC day with a fill or a payout: a new day begins at zero. A bust takes money back but is no trade.';
comment on column user_trading_statistics.account_address is 'Wallet, see accounts.';
comment on column user_trading_statistics.subaccount is 'Subaccount number, see accounts.';
comment on column user_trading_statistics.market_id is 'Market, see markets.';
comment on column user_trading_statistics.statistics_date is 'UTC day of engine time.';
comment on column user_trading_statistics.metric_id is 'Metric of the market.';
comment on column user_trading_statistics.asset_id is 'Settlement token, see assets.';
comment on column user_trading_statistics.buy_quantity is 'Quantity bought.';
comment on column user_trading_statistics.sell_quantity is 'Quantity sold.';
comment on column user_trading_statistics.buy_volume is 'Sum of |price x quantity x multiplier| bought, settlement money.';
comment on column user_trading_statistics.sell_volume is 'Sum of |price x quantity x multiplier| sold, settlement money.';
comment on column user_trading_statistics.total_volume is 'buy_volume + sell_volume.';
comment on column user_trading_statistics.trade_count is 'Fills; payouts and busts do not count.';
comment on column user_trading_statistics.maker_count is 'Fills as the resting side of a trade on the book.';
comment on column user_trading_statistics.winning_count is 'Fills and payouts that realised a profit.';
comment on column user_trading_statistics.losing_count is 'Fills and payouts that realised a loss.';
comment on column user_trading_statistics.realised_pnl is 'Realised profit and loss of the day, before fees.';
comment on column user_trading_statistics.fees_paid is 'Fees of the day; negative when rebates are larger.';
comment on column user_trading_statistics.net_pnl is 'realised_pnl - fees_paid: what a daily loss limit looks at.';
comment on column user_trading_statistics.unrealised_pnl is 'Of the open lots at the price of the account''s last fill of the day; v_positions has it at the mark.';
comment on column user_trading_statistics.position_lots is 'Signed lots after the last fill of the day.';
comment on column user_trading_statistics.peak_position_lots is 'Largest position after any fill of the day, lots, without sign.';
comment on column user_trading_statistics.first_traded_at is 'Engine time of the first fill or payout of the day, UTC.';
comment on column user_trading_statistics.last_traded_at is 'Engine time of the last one, UTC.';
comment on column user_trading_statistics.updated_sequence is 'Command log position of the last one.';
comment on index idx_user_trading_statistics_account_address_subaccount_market_i is 'Primary key, its name cut to 63 bytes; a trader''s days.';
comment on index idx_user_trading_statistics_statistics_date_account_address is 'Covering index for volumes and leaderboards of a period.';
comment on index idx_user_trading_statistics_market_id_statistics_date is 'Covering index for volumes of a market.';

create table router_portfolios (
  account_address varchar(42) not null,
  subaccount bigint not null,
  asset_id bigint not null,
  trade_count bigint not null,
  winning_count bigint not null,
  losing_count bigint not null,
  total_volume numeric(30,8) not null,
  realised_pnl numeric(30,8) not null,
  fees_paid numeric(30,8) not null,
  win_rate numeric(20,8) generated always as (
    case when winning_count + losing_count > 0
      then winning_count::numeric / (winning_count + losing_count) end) stored,
  average_trade_size numeric(30,8) generated always as (
    case when trade_count > 0 then total_volume / trade_count end) stored,
  last_traded_at timestamptz,
  updated_sequence bigint not null,
  portfolio_value numeric(30,8),
  unrealised_pnl numeric(30,8),
  exposure numeric(30,8),
  net_deposits numeric(30,8),
  return_on_investment numeric(30,8) generated always as (
    case when net_deposits > 0 then (portfolio_value - net_deposits) / net_deposits end) stored,
  available_buying_power numeric(30,8),
  margin_utilisation numeric(20,8),
  market_breakdown jsonb,
  open_position_count bigint,
  valued_at timestamptz,
  constraint idx_router_portfolios_account_address_subaccount_asset_id
    primary key (account_address, subaccount, asset_id),
  constraint chk_router_portfolios_totals
    check (trade_count >= 0 and winning_count >= 0 and losing_count >= 0 and total_volume >= 0),
  constraint chk_router_portfolios_valuation check (num_nulls(portfolio_value, unrealised_pnl, exposure, net_deposits,
    available_buying_power, market_breakdown, open_position_count, valued_at) in (0, 8))
)
with (fillfactor = 70);

create index idx_router_portfolios_asset_id_realised_pnl on router_portfolios (asset_id, realised_pnl);

comment on table router_portfolios is 'Requirement entity 9: one row per account and token: totals over all fills at once, valuation as of the last UTC midnight (valued_at). v_portfolio_summary values it now.';
comment on column router_portfolios.account_address is 'Wallet, see accounts.';
comment on column router_portfolios.subaccount is 'Subaccount number, see accounts.';
comment on column router_portfolios.asset_id is 'Settlement token, see assets.';
comment on column router_portfolios.trade_count is 'Fills over all markets.';
comment on column router_portfolios.winning_count is 'Fills and payouts that realised a profit.';
comment on column router_portfolios.losing_count is 'Fills and payouts that realised a loss.';
comment on column router_portfolios.total_volume is 'Sum of |price x quantity x multiplier|, settlement money.';
comment on column router_portfolios.realised_pnl is 'Realised profit and loss, before fees.';
comment on column router_portfolios.fees_paid is 'Fees of all fills and payouts.';
comment on column router_portfolios.win_rate is 'winning_count / (winning_count + losing_count); null before the first.';
comment on column router_portfolios.average_trade_size is 'total_volume / trade_count; null before the first.';
comment on column router_portfolios.last_traded_at is 'Engine time of the last fill or payout, UTC; null before the first.';
comment on column router_portfolios.updated_sequence is 'Command log position of the last change of the totals or of the valuation.';
comment on column router_portfolios.portfolio_value is 'Money and positions at their marks; null before the first midnight.';
comment on column router_portfolios.unrealised_pnl is 'Of all open positions at their marks.';
comment on column router_portfolios.exposure is 'Sum of |lots x mark x tick value| over all open positions.';
comment on column router_portfolios.net_deposits is 'Deposits and transfers received less withdrawals and transfers sent.';
comment on column router_portfolios.return_on_investment is '(portfolio_value - net_deposits) / net_deposits; null without net deposits.';
comment on column router_portfolios.available_buying_power is 'Money free for new orders.';
comment on column router_portfolios.margin_utilisation is 'Share of portfolio_value that orders and positions bind; null when it is not positive.';
comment on column router_portfolios.market_breakdown is 'Open positions: {"market id": {"lots", "average_entry_price", "value", "unrealised_pnl"}}, decimals as text.';
comment on column router_portfolios.open_position_count is 'Open positions.';
comment on column router_portfolios.valued_at is 'UTC midnight of the valuation.';
comment on index idx_router_portfolios_account_address_subaccount_asset_id is 'Primary key; portfolios of a wallet.';
comment on index idx_router_portfolios_asset_id_realised_pnl is 'Leaderboard of a token.';
