-- The public order book as the engine last stated it, candles of one minute, and what is cut into periods.

-- roles are of the whole cluster and exist already on Supabase: another database may create them at this moment
do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role', 'dexextra_admin', 'dexextra_auditor'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null;
      end;
    end if;
  end loop;
end
$$;

create table partition_settings (
  table_name varchar(64) not null,
  time_column varchar(64) not null,
  partitions_ahead integer not null,
  retention_months integer,
  constraint idx_partition_settings_table_name primary key (table_name),
  constraint chk_partition_settings_partitions_ahead check (partitions_ahead between 1 and 24),
  constraint chk_partition_settings_retention_months check (retention_months between 1 and 1200)
);

insert into partition_settings (table_name, time_column, partitions_ahead) values
  ('market_candles', 'opened_at', 2), ('order_book_snapshots', 'snapshot_at', 2),
  ('portfolio_snapshots', 'snapshot_at', 2), ('system_metrics', 'period_started_at', 2);

comment on table partition_settings is 'Tables that are partitioned by month, and for how long a partition stays in the database (S253, S276). What is older is detached to schema archive, never deleted (C07).';
comment on column partition_settings.table_name is 'Partitioned table.';
comment on column partition_settings.time_column is 'Column that decides the partition; engine time, UTC.';
comment on column partition_settings.partitions_ahead is 'Months that are created ahead of the engine''s time, 1 to 24.';
comment on column partition_settings.retention_months is 'Full months that stay attached; null = for ever.';
comment on index idx_partition_settings_table_name is 'Primary key: one row per partitioned table.';

create table order_book_levels (
  market_id bigint not null,
  side varchar(8) not null,
  price_ticks bigint not null,
  price numeric(20,8) not null,
  quantity_lots bigint not null,
  quantity numeric(30,8) not null,
  order_count integer not null,
  updated_at timestamptz not null,
  updated_sequence bigint not null,
  constraint idx_order_book_levels_market_id_side_price_ticks primary key (market_id, side, price_ticks),
  constraint chk_order_book_levels_side check (side in ('BUY', 'SELL')),
  constraint chk_order_book_levels_quantity check (quantity_lots >= 0 and order_count >= 0
    and (quantity_lots = 0) = (order_count = 0))
)
with (fillfactor = 80);

create index idx_order_book_levels_market_id_side_price on order_book_levels (market_id, side, price)
  include (quantity_lots, quantity, order_count)
  where quantity_lots > 0;

comment on table order_book_levels is 'Public order book: displayed total of each price level after its last change (LevelChanged). A level that emptied stays with 0 lots.';
comment on column order_book_levels.market_id is 'Market, see markets.';
comment on column order_book_levels.side is 'BUY = bids, SELL = asks.';
comment on column order_book_levels.price_ticks is 'Price in ticks; may be negative.';
comment on column order_book_levels.price is 'Price; may be negative.';
comment on column order_book_levels.quantity_lots is 'Displayed lots of all orders of the level; hidden reserves are not in it.';
comment on column order_book_levels.quantity is 'Displayed quantity.';
comment on column order_book_levels.order_count is 'Orders of the level.';
comment on column order_book_levels.updated_at is 'Engine time of the last change, UTC.';
comment on column order_book_levels.updated_sequence is 'Command log position of the last change.';
comment on index idx_order_book_levels_market_id_side_price_ticks is 'Primary key: one row per level.';
comment on index idx_order_book_levels_market_id_side_price is 'Partial covering index on levels with orders: the book from the best price on without heap visits.';

create table market_candles (
  market_id bigint not null,
  opened_at timestamptz not null,
  open_price numeric(20,8) not null,
  high_price numeric(20,8) not null,
  low_price numeric(20,8) not null,
  close_price numeric(20,8) not null,
  volume numeric(30,8) not null,
  volume_lots numeric(39,0) not null,
  traded_value numeric(30,8) not null,
  trade_count bigint not null,
  updated_sequence bigint not null,
  constraint idx_market_candles_market_id_opened_at primary key (market_id, opened_at),
  constraint chk_market_candles_prices check (low_price <= least(open_price, close_price)
    and high_price >= greatest(open_price, close_price)),
  constraint chk_market_candles_totals check (volume > 0 and volume_lots > 0 and trade_count > 0)
)
partition by range (opened_at);

create index idx_market_candles_opened_at on market_candles using brin (opened_at);

comment on table market_candles is 'Candles of one minute of engine time, from trades on the book and of auctions; liquidations, deleveraging, blocks and busts are not in them, as in the last price. Partitioned by month.';
comment on column market_candles.market_id is 'Market, see markets.';
comment on column market_candles.opened_at is 'First instant of the minute, UTC; a trade of an auction counts when its command is done.';
comment on column market_candles.open_price is 'Price of the first trade; may be negative.';
comment on column market_candles.high_price is 'Highest price; may be negative.';
comment on column market_candles.low_price is 'Lowest price; may be negative.';
comment on column market_candles.close_price is 'Price of the last trade; may be negative.';
comment on column market_candles.volume is 'Quantity traded.';
comment on column market_candles.volume_lots is 'Lots traded.';
comment on column market_candles.traded_value is 'Sum of price x quantity x multiplier, settlement money; negative where prices are.';
comment on column market_candles.trade_count is 'Number of trades.';
comment on column market_candles.updated_sequence is 'Command log position of the last trade.';
comment on index idx_market_candles_market_id_opened_at is 'Primary key; candles of a market in time order.';
comment on index idx_market_candles_opened_at is 'Small block-range index for time windows over all markets.';

create table order_book_snapshots (
  market_id bigint not null,
  snapshot_at timestamptz not null,
  metric_id varchar(64) not null,
  market_state varchar(32) not null,
  best_bid_price numeric(20,8),
  best_ask_price numeric(20,8),
  spread numeric(20,8) generated always as (best_ask_price - best_bid_price) stored,
  bid_quantity numeric(30,8) not null,
  ask_quantity numeric(30,8) not null,
  bid_level_count integer not null,
  ask_level_count integer not null,
  order_count bigint not null,
  depth_levels jsonb not null,
  last_price numeric(20,8),
  mark_price numeric(20,8),
  index_price numeric(20,8),
  volume_24h numeric(30,8) not null,
  traded_value_24h numeric(30,8) not null,
  trade_count_24h bigint not null,
  open_24h_price numeric(20,8),
  high_24h_price numeric(20,8),
  low_24h_price numeric(20,8),
  open_interest_lots numeric(39,0) not null,
  performance_metrics jsonb not null,
  engine_sequence bigint not null,
  constraint idx_order_book_snapshots_market_id_snapshot_at primary key (market_id, snapshot_at)
)
partition by range (snapshot_at);

create index idx_order_book_snapshots_snapshot_at on order_book_snapshots using brin (snapshot_at);

comment on table order_book_snapshots is 'Requirement entity 3: each market as it stood at the last command before a period of five minutes of engine time began. A period without commands has none. Partitioned by month.';
comment on column order_book_snapshots.market_id is 'Market, see markets.';
comment on column order_book_snapshots.snapshot_at is 'First instant of the period that begins, UTC.';
comment on column order_book_snapshots.metric_id is 'Metric of the market.';
comment on column order_book_snapshots.market_state is 'State of the market.';
comment on column order_book_snapshots.best_bid_price is 'Highest bid; null without bids.';
comment on column order_book_snapshots.best_ask_price is 'Lowest ask; null without asks.';
comment on column order_book_snapshots.spread is 'best_ask_price - best_bid_price; negative in a call, null when a side is empty.';
comment on column order_book_snapshots.bid_quantity is 'Displayed quantity of all bids.';
comment on column order_book_snapshots.ask_quantity is 'Displayed quantity of all asks.';
comment on column order_book_snapshots.bid_level_count is 'Price levels with bids.';
comment on column order_book_snapshots.ask_level_count is 'Price levels with asks.';
comment on column order_book_snapshots.order_count is 'Orders in the book.';
comment on column order_book_snapshots.depth_levels is 'Best 20 levels of each side: {"bids": [[price, quantity, orders], …], "asks": […]}, decimals as text, best first.';
comment on column order_book_snapshots.last_price is 'Price of the last trade; null before the first.';
comment on column order_book_snapshots.mark_price is 'Mark price; null before the first.';
comment on column order_book_snapshots.index_price is 'Index price; null before the first.';
comment on column order_book_snapshots.volume_24h is 'Quantity traded in the candles of the 24 hours before.';
comment on column order_book_snapshots.traded_value_24h is 'Value of those trades, settlement money.';
comment on column order_book_snapshots.trade_count_24h is 'Number of those trades.';
comment on column order_book_snapshots.open_24h_price is 'First price of those trades; null without.';
comment on column order_book_snapshots.high_24h_price is 'Highest of them.';
comment on column order_book_snapshots.low_24h_price is 'Lowest of them.';
comment on column order_book_snapshots.open_interest_lots is 'Lots of all long positions.';
comment on column order_book_snapshots.performance_metrics is 'The venue in the period that ended: {"commands", "events", "matches", "latency_average_us", "latency_max_us"}.';
comment on column order_book_snapshots.engine_sequence is 'Command log position of the last command before.';
comment on index idx_order_book_snapshots_market_id_snapshot_at is 'Primary key; history of a market in time order.';
comment on index idx_order_book_snapshots_snapshot_at is 'Small block-range index for time windows over all markets.';
