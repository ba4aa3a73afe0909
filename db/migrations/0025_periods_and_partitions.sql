-- What happens when a period of engine time begins, and the life of partitions.

create schema archive;
comment on schema archive is 'Partitions that retention took out of the tables: complete, unchanged, listed in partition_archive with their hash.';
revoke all on schema archive from public;

create table partition_archive (
  partition_name varchar(64) not null,
  table_name varchar(64) not null,
  from_at timestamptz not null,
  until_at timestamptz not null,
  row_count bigint not null,
  content_hash varchar(66) not null,
  detached_at timestamptz not null default now(),
  constraint idx_partition_archive_partition_name primary key (partition_name),
  constraint chk_partition_archive_content_hash check (content_hash ~ '^0x[0-9a-f]{64}$')
);

create trigger refuse_change_partition_archive before update or delete on partition_archive
  for each row execute function refuse_history_change();
create trigger refuse_truncate_partition_archive before truncate on partition_archive
  for each statement execute function refuse_history_change();

comment on table partition_archive is 'Manifest of the partitions in schema archive: whoever moves one to cold storage proves with the hash that nothing is missing (C07).';
comment on column partition_archive.partition_name is 'Table in schema archive.';
comment on column partition_archive.table_name is 'Table that it was a partition of.';
comment on column partition_archive.from_at is 'First instant of its range, UTC.';
comment on column partition_archive.until_at is 'First instant after its range, UTC.';
comment on column partition_archive.row_count is 'Its rows.';
comment on column partition_archive.content_hash is 'hash_partition of it: 0x and 64 hex digits.';
comment on column partition_archive.detached_at is 'When it was detached, UTC, the database''s clock.';
comment on index idx_partition_archive_partition_name is 'Primary key: a partition is detached once.';

create function create_time_partitions(engine_at timestamptz) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  settings record;
  month date;
  child text;
begin
  for settings in select table_name, partitions_ahead from partition_settings order by table_name loop
    for ahead in 0..settings.partitions_ahead loop
      month := date_trunc('month', engine_at at time zone 'UTC') + make_interval(months => ahead);
      child := settings.table_name || to_char(month, '"_p"YYYYMM');
      continue when to_regclass(format('public.%I', child)) is not null
        or exists (select from partition_archive where partition_name = child);
      execute format('create table %I (like %I including defaults including constraints including generated)',
        child, settings.table_name);
      execute format('alter table %I enable row level security, force row level security', child);
      execute format('revoke all on %I from public, anon, authenticated, service_role', child);
      execute format('alter table %I attach partition %I for values from (%L) to (%L)', settings.table_name, child,
        month::timestamp at time zone 'UTC', (month + interval '1 month') at time zone 'UTC');
      if exists (select from pg_trigger where tgrelid = format('public.%I', settings.table_name)::regclass
          and tgname like 'refuse_truncate%') then
        execute format('create trigger refuse_truncate_partition before truncate on %I
          for each statement execute function refuse_history_change()', child);
      end if;
      execute format('comment on table %I is %L', child,
        format('Partition of %s: %s.', settings.table_name, to_char(month, 'YYYY-MM')));
    end loop;
  end loop;
end
$$;

comment on function create_time_partitions(timestamptz) is
  'Input: an instant of engine time. Output: none; afterwards each table of partition_settings has the partition of that month and of those ahead. Idempotent; locks no reader out.';

-- the audit trail by month: its primary key gains the time, which is the same for the same event
create table audit_trail_by_month (like audit_trail including defaults including constraints including comments)
partition by range (engine_time);
insert into partition_settings (table_name, time_column, partitions_ahead) values
  ('audit_trail_by_month', 'engine_time', 2);
do $$
declare
  month timestamptz;
begin
  for month in select distinct date_trunc('month', engine_time at time zone 'UTC') at time zone 'UTC' from audit_trail loop
    perform create_time_partitions(month);
  end loop;
end
$$;
insert into audit_trail_by_month select * from audit_trail;
drop table audit_trail;
alter table audit_trail_by_month rename to audit_trail;
do $$
declare
  child text;
begin
  for child in select relname from pg_class where relname like 'audit\_trail\_by\_month\_p%' loop
    execute format('alter table %I rename to %I', child, replace(child, '_by_month', ''));
  end loop;
end
$$;
update partition_settings set table_name = 'audit_trail' where table_name = 'audit_trail_by_month';

alter table audit_trail add constraint idx_audit_trail_engine_sequence_event_index_engine_time
  primary key (engine_sequence, event_index, engine_time);
create index idx_audit_trail_account_address_subaccount_account_sequence
  on audit_trail (account_address, subaccount, account_sequence)
  where account_address is not null;
create index idx_audit_trail_engine_time on audit_trail using brin (engine_time);
create trigger refuse_change_audit_trail before update or delete on audit_trail
  for each row execute function refuse_history_change();
create trigger refuse_truncate_audit_trail before truncate on audit_trail
  for each statement execute function refuse_history_change();
comment on table audit_trail is 'Complete audit trail: one row per engine event, refusals included; append-only, never changed or deleted. Partitioned by month.';
comment on index idx_audit_trail_engine_sequence_event_index_engine_time is 'Primary key: a second application of the same event fails; log order.';
comment on index idx_audit_trail_account_address_subaccount_account_sequence is 'Partial index on private events: the gapless history of one account.';
comment on index idx_audit_trail_engine_time is 'Small block-range index for time windows over the append-only trail.';

create function hash_partition(partition_table regclass) returns varchar
language plpgsql stable
set search_path = public, pg_temp
as $$
declare
  digest text;
begin
  execute format(
    'select ''0x'' || encode(sha256(coalesce(string_agg(part, ''''::bytea order by part), ''''::bytea)), ''hex'')
     from (select sha256(string_agg(row_hash, ''''::bytea order by row_hash)) as part
       from (select sha256(convert_to(t::text, ''UTF8'')) as row_hash from %s t) as hashed
       group by substring(row_hash for 2)) as parts', partition_table) into digest;
  return digest;
end
$$;

comment on function hash_partition(regclass) is
  'Input: a table. Output: SHA-256 over its rows as text, whatever their order: the sorted hashes of rows, in groups by their first two bytes, then the sorted hashes of groups. Session settings for text of times must be the same on both sides (TimeZone UTC, DateStyle ISO).';

create function detach_old_partitions(engine_at timestamptz) returns bigint
language plpgsql
set search_path = public, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $$
declare
  old record;
  rows_found bigint;
  detached bigint := 0;
begin
  for old in
    select s.table_name, c.oid::regclass as child, c.relname::text as child_name,
      to_date(right(c.relname, 6), 'YYYYMM') as month
    from partition_settings s
    join pg_inherits i on i.inhparent = format('public.%I', s.table_name)::regclass
    join pg_class c on c.oid = i.inhrelid
    where s.retention_months is not null and to_date(right(c.relname, 6), 'YYYYMM')
      < date_trunc('month', engine_at at time zone 'UTC') - make_interval(months => s.retention_months)
    order by c.relname
  loop
    execute format('select count(*) from %s', old.child) into rows_found;
    insert into partition_archive (partition_name, table_name, from_at, until_at, row_count, content_hash)
    values (old.child_name, old.table_name, old.month::timestamp at time zone 'UTC',
      (old.month + interval '1 month') at time zone 'UTC', rows_found, hash_partition(old.child));
    execute format('alter table %I detach partition %s', old.table_name, old.child);
    execute format('alter table %s set schema archive', old.child);
    execute format('create trigger refuse_change_archived before insert or update or delete on archive.%I
      for each row execute function refuse_history_change()', old.child_name);
    execute format('create trigger refuse_truncate_archived before truncate on archive.%I
      for each statement execute function refuse_history_change()', old.child_name);
    detached := detached + 1;
  end loop;
  return detached;
end
$$;

comment on function detach_old_partitions(timestamptz) is
  'Input: the present instant of engine time. Output: how many partitions were moved to schema archive, because their month ended more than retention_months full months ago; each is in partition_archive with count and hash and refuses changes. Nothing is deleted. Called by an operator or a scheduler.';

create function take_order_book_snapshots(taken_at timestamptz, period_before timestamptz) returns void
language sql
set search_path = public, pg_temp
as $$
  insert into order_book_snapshots (market_id, snapshot_at, metric_id, market_state, best_bid_price, best_ask_price,
    bid_quantity, ask_quantity, bid_level_count, ask_level_count, order_count, depth_levels, last_price, mark_price,
    index_price, volume_24h, traded_value_24h, trade_count_24h, open_24h_price, high_24h_price, low_24h_price,
    open_interest_lots, performance_metrics, engine_sequence)
  select m.market_id, taken_at, m.metric_id, m.market_state, b.best_bid, b.best_ask, coalesce(b.bid_quantity, 0),
    coalesce(b.ask_quantity, 0), coalesce(b.bid_levels, 0), coalesce(b.ask_levels, 0), coalesce(b.order_count, 0),
    jsonb_build_object('bids', coalesce(b.bids, '[]'), 'asks', coalesce(b.asks, '[]')), m.last_price, m.mark_price,
    m.index_price, coalesce(c.volume, 0), coalesce(c.traded_value, 0), coalesce(c.trade_count, 0), c.open_price,
    c.high_price, c.low_price, coalesce(p.open_interest, 0),
    jsonb_build_object('commands', s.command_count, 'events', s.event_count, 'matches', s.match_count,
      'latency_average_us', s.latency_average_us, 'latency_max_us', s.latency_max_us), s.last_sequence
  from markets m
  cross join (select * from system_metrics where period_started_at = period_before) s
  left join (
    select market_id, max(price) filter (where side = 'BUY') as best_bid, min(price) filter (where side = 'SELL') as best_ask,
      sum(quantity) filter (where side = 'BUY') as bid_quantity, sum(quantity) filter (where side = 'SELL') as ask_quantity,
      count(*) filter (where side = 'BUY') as bid_levels, count(*) filter (where side = 'SELL') as ask_levels,
      sum(order_count) as order_count,
      jsonb_agg(jsonb_build_array(price::text, quantity::text, order_count) order by price desc)
        filter (where side = 'BUY' and place <= 20) as bids,
      jsonb_agg(jsonb_build_array(price::text, quantity::text, order_count) order by price)
        filter (where side = 'SELL' and place <= 20) as asks
    from (select l.*, row_number() over (partition by market_id, side
        order by case when side = 'BUY' then -price else price end) as place
      from order_book_levels l where quantity_lots > 0) as levels
    group by market_id) b on b.market_id = m.market_id
  left join (
    select market_id, sum(volume) as volume, sum(traded_value) as traded_value, sum(trade_count) as trade_count,
      (array_agg(open_price order by opened_at))[1] as open_price, max(high_price) as high_price,
      min(low_price) as low_price
    from market_candles where opened_at >= taken_at - interval '24 hours' and opened_at < taken_at
    group by market_id) c on c.market_id = m.market_id
  left join (
    select market_id, sum(position_lots) as open_interest from user_positions where position_lots > 0
    group by market_id) p on p.market_id = m.market_id
$$;

comment on function take_order_book_snapshots(timestamptz, timestamptz) is
  'Input: first instants of the period that begins and of the last period with commands. Output: none; one row of order_book_snapshots per market.';

create function describe_composition(markets jsonb, cash numeric, portfolio_value numeric) returns jsonb
language sql immutable
return (
  select jsonb_object_agg(part.key, part.value || jsonb_build_object('share',
    case when portfolio_value > 0 then round((part.value ->> 'value')::numeric / portfolio_value, 8)::text end))
  from (
    select key, value from jsonb_each(markets)
    union all
    select 'cash', jsonb_build_object('value', cash::text)
  ) as part);

comment on function describe_composition(jsonb, numeric, numeric) is
  'Input: open positions by market with their value, cash, value of all. Output: the same by market and "cash", each with its share of the value; null shares when that is not positive.';

-- a young table has no statistics, a common table expression never: loops over all portfolios, or a scan of the table
-- for each of them, would never end
create function take_portfolio_snapshots(taken_at timestamptz, last_sequence bigint) returns void
language sql
set search_path = public, pg_temp
set enable_nestloop = off
set enable_seqscan = off
set enable_bitmapscan = off
set jit = off
set enable_hashjoin = on
as $$
  with flows as (
    select account_address, subaccount, asset_id, sum(amount) as net from (
      select account_address, subaccount, asset_id, amount from vault_operations
      where operation_type in ('DEPOSIT', 'TRANSFER_OUT', 'TRANSFER_IN', 'FUND_IN', 'FUND_OUT')
      union all
      select account_address, subaccount, asset_id, -amount from v_withdrawals where withdrawal_state <> 'FAILED'
    ) as moved group by 1, 2, 3
  ), held as (
    select account_address, subaccount, asset_id, count(*) as open_positions, sum(unrealised_pnl) as unrealised,
      sum(case when market_margin_mode = 'FULL' then paid_in + unrealised_pnl else unrealised_pnl end) as value,
      sum(exposure) as exposure,
      jsonb_object_agg(market_id::text, jsonb_build_object('lots', position_lots::text,
        'average_entry_price', average_entry_price::text, 'unrealised_pnl', unrealised_pnl::text,
        'value', (case when market_margin_mode = 'FULL' then paid_in + unrealised_pnl else unrealised_pnl end)::text))
        as markets
    from v_positions group by 1, 2, 3
  ), buckets as (
    select account_address, subaccount, asset_id, sum(margin + debt) as margin from position_margins group by 1, 2, 3
  ), valued as (
    select b.account_address, b.subaccount, b.asset_id, b.total as cash, b.available,
      coalesce(k.margin, 0) as margin, clamp_money(coalesce(h.value, 0)) as position_value,
      clamp_money(b.total + coalesce(k.margin, 0) + coalesce(h.value, 0)) as value,
      clamp_money(coalesce(h.unrealised, 0)) as unrealised, clamp_money(coalesce(h.exposure, 0)) as exposure,
      coalesce(h.open_positions, 0) as open_positions, coalesce(h.markets, '{}') as markets,
      clamp_money(coalesce(f.net, 0)) as net_deposits
    from account_balances b
    left join held h using (account_address, subaccount, asset_id)
    left join buckets k using (account_address, subaccount, asset_id)
    left join flows f using (account_address, subaccount, asset_id)
  ), portfolios as (
    insert into router_portfolios as r (account_address, subaccount, asset_id, trade_count, winning_count,
      losing_count, total_volume, realised_pnl, fees_paid, updated_sequence, portfolio_value, unrealised_pnl, exposure,
      net_deposits, available_buying_power, margin_utilisation, market_breakdown, open_position_count, valued_at)
    select account_address, subaccount, asset_id, 0, 0, 0, 0, 0, 0, last_sequence, value, unrealised, exposure,
      net_deposits, available,
      case when value > 0 then greatest(-1000000, least(1000000, round((value - available) / value, 8))) end,
      markets, open_positions, taken_at
    from valued
    on conflict (account_address, subaccount, asset_id) do update set updated_sequence = excluded.updated_sequence,
      portfolio_value = excluded.portfolio_value, unrealised_pnl = excluded.unrealised_pnl,
      exposure = excluded.exposure, net_deposits = excluded.net_deposits,
      available_buying_power = excluded.available_buying_power, margin_utilisation = excluded.margin_utilisation,
      market_breakdown = excluded.market_breakdown, open_position_count = excluded.open_position_count,
      valued_at = excluded.valued_at
    returning r.account_address, r.subaccount, r.asset_id, r.realised_pnl, r.fees_paid
  ), before as (
    select distinct on (account_address, subaccount, asset_id) * from portfolio_snapshots
    where snapshot_at = (select max(snapshot_at) from portfolio_snapshots where snapshot_at < taken_at)
  ), benchmark as (
    select m.asset_id, round(avg((m.mark_price - was.mark_price) / (m.cap_price - m.floor_price)), 8) as change
    from markets m
    cross join lateral (
      select o.mark_price from order_book_snapshots o
      where o.market_id = m.market_id
        and o.snapshot_at >= (select max(snapshot_at) from portfolio_snapshots where snapshot_at < taken_at)
      order by o.snapshot_at limit 1) as was
    where m.mark_price is not null and was.mark_price is not null
    group by m.asset_id
  ), returns as (
    select v.*, p.realised_pnl, p.fees_paid, coalesce(b.change, 0) as benchmark,
      clamp_money(v.value - coalesce(o.portfolio_value, 0) - (v.net_deposits - coalesce(o.net_deposits, 0))) as pnl,
      case when o.portfolio_value > 0 then greatest(-1, clamp_money(
        (v.value - o.portfolio_value - (v.net_deposits - o.net_deposits)) / o.portfolio_value)) else 0 end as r,
      coalesce(o.total_return, 0) as total_before, coalesce(o.peak_return, 0) as peak_before,
      coalesce(o.max_drawdown, 0) as drawdown_before
    from valued v
    join portfolios p using (account_address, subaccount, asset_id)
    left join before o using (account_address, subaccount, asset_id)
    left join benchmark b on b.asset_id = v.asset_id
  ), chained as (
    select n.*, clamp_money((1 + total_before) * (1 + r) - 1) as total,
      greatest(peak_before, clamp_money((1 + total_before) * (1 + r) - 1)) as peak
    from returns n
  ), measured as (
    select c.account_address, c.subaccount, c.asset_id, count(*) as days, avg(w.r) as mean, stddev_samp(w.r) as spread,
      percentile_disc(0.05) within group (order by w.r) as quantile,
      avg(w.r * w.b) - avg(w.r) * avg(w.b) as covariance, var_pop(w.r) as r_variance, var_pop(w.b) as b_variance
    from chained c
    cross join lateral (
      select c.r, c.benchmark as b
      union all
      (select s.daily_return, s.benchmark_return from portfolio_snapshots s
      where s.account_address = c.account_address and s.subaccount = c.subaccount and s.asset_id = c.asset_id
        and s.snapshot_at < taken_at order by s.snapshot_at desc limit 29)
    ) as w (r, b)
    group by 1, 2, 3
  )
  insert into portfolio_snapshots (account_address, subaccount, asset_id, snapshot_at, portfolio_value, cash_value,
    margin_value, position_value, unrealised_pnl, realised_pnl, fees_paid, net_deposits, exposure,
    open_position_count, composition, daily_pnl, daily_return, total_return, peak_return, max_drawdown,
    benchmark_return, day_count, volatility, sharpe_ratio, value_at_risk, portfolio_beta, market_correlation,
    engine_sequence)
  select c.account_address, c.subaccount, c.asset_id, taken_at, c.value, c.cash, c.margin, c.position_value,
    c.unrealised, c.realised_pnl, c.fees_paid, c.net_deposits, c.exposure, c.open_positions,
    describe_composition(c.markets, c.cash, c.value), c.pnl, c.r, c.total, c.peak,
    greatest(c.drawdown_before, round(1 - (1 + c.total) / (1 + c.peak), 8)), c.benchmark, q.days,
    clamp_money(q.spread * sqrt(365::numeric)),
    case when q.spread > 0 then clamp_money(q.mean / q.spread * sqrt(365::numeric)) end,
    case when q.days > 1 then clamp_money(-least(0, q.quantile) * greatest(0, c.value)) end,
    case when q.b_variance > 0 then clamp_money(q.covariance / q.b_variance) end,
    case when q.b_variance > 0 and q.r_variance > 0
      then clamp_money(q.covariance / (sqrt(q.b_variance) * sqrt(q.r_variance))) end,
    last_sequence
  from chained c join measured q using (account_address, subaccount, asset_id)
$$;

comment on function take_portfolio_snapshots(timestamptz, bigint) is
  'Input: a UTC midnight and the command log position before it. Output: none; values router_portfolios and adds one row of portfolio_snapshots per account and token. The formulas are in the comments of the columns.';

create function begin_period(started_at timestamptz) returns void
language plpgsql
set search_path = public, pg_temp
set enable_seqscan = on
set enable_hashjoin = on
set enable_mergejoin = on
as $$
declare
  last_period record;
begin
  select period_started_at, last_sequence into last_period from system_metrics
  order by period_started_at desc limit 1;
  if last_period.period_started_at = started_at then
    return;
  end if;
  perform create_time_partitions(started_at);
  if last_period.period_started_at is null then
    return;
  end if;
  perform take_order_book_snapshots(started_at, last_period.period_started_at);
  if date_trunc('day', started_at at time zone 'UTC') > date_trunc('day', last_period.period_started_at at time zone 'UTC') then
    perform take_portfolio_snapshots(
      date_trunc('day', started_at at time zone 'UTC') at time zone 'UTC', last_period.last_sequence);
  end if;
end
$$;

comment on function begin_period(timestamptz) is
  'Input: first instant of the period of five minutes that the next commands are in. Output: none. Called by the persister in the transaction of the first batch of a period, before its rows: creates partitions, and takes the snapshots of what was before. Does nothing when the period has begun already. A pure function of the log, because a batch never spans two periods.';
