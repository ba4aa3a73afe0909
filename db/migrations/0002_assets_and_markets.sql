-- What is traded and what it settles in. Both grow by administrative commands only.

create table assets (
  asset_id bigint not null,
  token_address varchar(42) not null,
  symbol varchar(64) not null,
  token_decimals smallint not null,
  listed_at timestamptz not null,
  engine_sequence bigint not null,
  constraint idx_assets_asset_id primary key (asset_id),
  constraint idx_assets_token_address unique (token_address),
  constraint chk_assets_asset_id check (asset_id between 0 and 4294967295),
  constraint chk_assets_token_address check (token_address ~ '^0x[0-9a-f]{40}$'),
  constraint chk_assets_token_decimals check (token_decimals between 0 and 8)
);

comment on table assets is 'Settlement tokens the venue accepts as collateral; one row per AssetListed event.';
comment on column assets.asset_id is 'Venue number of the token, unsigned 32 bit.';
comment on column assets.token_address is 'Token contract, 0x and 40 lower-case hex digits.';
comment on column assets.symbol is 'Display symbol, up to 64 bytes of UTF-8.';
comment on column assets.token_decimals is 'Decimals of the token on chain, 0 to 8; the ledger always counts in 1e-8.';
comment on column assets.listed_at is 'Engine time of the listing, UTC.';
comment on column assets.engine_sequence is 'Command log position that listed the token.';
comment on index idx_assets_asset_id is 'Primary key: a second application of the same listing fails.';
comment on index idx_assets_token_address is 'Finds an asset by its contract; one listing per token.';

create table markets (
  market_id bigint not null,
  metric_id varchar(64) not null,
  asset_id bigint not null,
  tick_size numeric(30,8) not null,
  lot_size numeric(30,8) not null,
  multiplier numeric(30,8) not null,
  tick_value numeric(30,8) not null,
  floor_price numeric(20,8) not null,
  floor_ticks bigint not null,
  cap_price numeric(20,8) not null,
  cap_ticks bigint not null,
  taker_fee_per_lot numeric(30,8) not null,
  maker_fee_per_lot numeric(30,8) not null,
  max_order_lots bigint not null,
  protection_ticks bigint not null,
  question_hash varchar(66) not null,
  created_at timestamptz not null,
  created_sequence bigint not null,
  collateral_pool numeric(30,8) not null,
  last_price numeric(20,8),
  last_price_ticks bigint,
  last_match_id bigint,
  last_traded_at timestamptz,
  updated_sequence bigint not null,
  constraint idx_markets_market_id primary key (market_id),
  constraint fk_markets_asset_id foreign key (asset_id) references assets (asset_id),
  constraint chk_markets_market_id check (market_id between 0 and 4294967295),
  constraint chk_markets_increments
    check (tick_size > 0 and lot_size > 0 and multiplier > 0 and tick_value > 0 and max_order_lots > 0),
  constraint chk_markets_bounds check (floor_ticks < cap_ticks and floor_price < cap_price),
  constraint chk_markets_fees check (taker_fee_per_lot >= 0 and maker_fee_per_lot >= 0),
  constraint chk_markets_question_hash check (question_hash ~ '^0x[0-9a-f]{64}$'),
  constraint chk_markets_collateral_pool check (collateral_pool >= 0),
  constraint chk_markets_last_trade check (num_nulls(last_price, last_price_ticks, last_match_id, last_traded_at) in (0, 4))
);

create index idx_markets_metric_id on markets (metric_id);

comment on table markets is 'Metric markets: constants fixed at creation (MarketCreated) and the state after the last trade.';
comment on column markets.market_id is 'Venue number of the market, unsigned 32 bit.';
comment on column markets.metric_id is 'Public id of the metric, up to 64 bytes of UTF-8.';
comment on column markets.asset_id is 'Settlement token, see assets.';
comment on column markets.tick_size is 'Price of one tick.';
comment on column markets.lot_size is 'Quantity of one lot.';
comment on column markets.multiplier is 'Settlement money per 1.0 of price per 1.0 of quantity.';
comment on column markets.tick_value is 'Settlement money per tick per lot, exact.';
comment on column markets.floor_price is 'Lowest legal price; may be negative.';
comment on column markets.floor_ticks is 'Lowest legal price in ticks; may be negative.';
comment on column markets.cap_price is 'Highest legal price; may be negative.';
comment on column markets.cap_ticks is 'Highest legal price in ticks; may be negative.';
comment on column markets.taker_fee_per_lot is 'Fee per lot taken, settlement money.';
comment on column markets.maker_fee_per_lot is 'Fee per lot made, settlement money.';
comment on column markets.max_order_lots is 'Largest quantity of one order, lots.';
comment on column markets.protection_ticks is 'How far beyond the best opposite price a market order may go, ticks.';
comment on column markets.question_hash is 'keccak256 of the immutable question text, 0x and 64 hex digits.';
comment on column markets.created_at is 'Engine time of the creation, UTC.';
comment on column markets.created_sequence is 'Command log position that created the market.';
comment on column markets.collateral_pool is 'Collateral in the pool after the last trade: open interest x (cap - floor) x tick value.';
comment on column markets.last_price is 'Price of the last trade; null before the first.';
comment on column markets.last_price_ticks is 'Price of the last trade in ticks; null before the first.';
comment on column markets.last_match_id is 'Last trade, see trade_matches; null before the first.';
comment on column markets.last_traded_at is 'Engine time of the last trade, UTC; null before the first.';
comment on column markets.updated_sequence is 'Command log position of the last change of this row.';
comment on index idx_markets_market_id is 'Primary key: a second application of the same creation fails.';
comment on index idx_markets_metric_id is 'Finds the markets of a metric.';
