-- Functions that services and traders call. Those that read past row level security return nothing that names a trader.

create function get_claims() returns jsonb
language sql stable
set search_path = pg_catalog
return coalesce(nullif(current_setting('request.jwt.claims', true), ''), '{}')::jsonb;

comment on function get_claims() is
  'Input: none. Output: claims of the verified token, as Supabase sets them in request.jwt.claims; {} without.';

create function get_claimed_wallet() returns varchar
language sql stable
set search_path = public, pg_temp
return (select case when wallet ~ '^0x[0-9a-f]{40}$' then wallet end
  from lower(get_claims() -> 'app_metadata' ->> 'wallet_address') as wallet);

comment on function get_claimed_wallet() is
  'Input: none. Output: wallet of the signed-in user, claim app_metadata.wallet_address, which only the server can set; null without or when it is no address. user_metadata is never looked at: users can change it.';

create function list_hidden_markets() returns bigint[]
language sql stable security definer
set search_path = public, pg_temp
return (select coalesce(array_agg(distinct m.market_id), '{}') from market_restrictions r
  join markets m on m.market_id = coalesce(r.market_id, m.market_id)
  where r.account_address = get_claimed_wallet()
    or r.country_code = upper(get_claims() -> 'app_metadata' ->> 'country'));

comment on function list_hidden_markets() is
  'Input: none; claims. Output: markets that market_restrictions hides from this user by wallet or by claim app_metadata.country. Definer: users cannot read the restrictions of others.';

create function get_order_book(book_market_id bigint, book_depth integer default 20)
returns table (side varchar, price numeric, quantity numeric, order_count integer)
language sql stable
set search_path = public, pg_temp
as $$
  (select l.side, l.price, l.quantity, l.order_count from order_book_levels l
  where l.market_id = book_market_id and l.side = 'BUY' and l.quantity_lots > 0
  order by l.price desc limit least(greatest(book_depth, 0), 1000))
  union all
  (select l.side, l.price, l.quantity, l.order_count from order_book_levels l
  where l.market_id = book_market_id and l.side = 'SELL' and l.quantity_lots > 0
  order by l.price limit least(greatest(book_depth, 0), 1000))
$$;

comment on function get_order_book(bigint, integer) is
  'Input: market, levels per side (at most 1000). Output: bids from the highest, then asks from the lowest; displayed quantities.';

create function list_trades(traded_market_id bigint, before_match_id bigint default null, row_limit integer default 100)
returns table (match_id bigint, price numeric, quantity numeric, aggressor_side varchar, matched_at timestamptz)
language sql stable security definer
set search_path = public, pg_temp
as $$
  select t.match_id, t.price, t.quantity, t.aggressor_side, t.matched_at from trade_matches t
  where t.market_id = traded_market_id and t.market_id <> all (list_hidden_markets())
    and (before_match_id is null or t.market_sequence < (
      select b.market_sequence from trade_matches b where b.match_id = before_match_id and b.market_id = traded_market_id))
  order by t.market_sequence desc limit least(greatest(row_limit, 0), 1000)
$$;

comment on function list_trades(bigint, bigint, integer) is
  'Input: market, match to go on before (null = newest), rows (at most 1000). Output: public trades, newest first, without names. Definer: the table shows traders their own matches only; hidden markets stay hidden.';

create function list_candles(candle_market_id bigint, bucket interval, from_at timestamptz, until_at timestamptz)
returns table (opened_at timestamptz, open_price numeric, high_price numeric, low_price numeric, close_price numeric,
  volume numeric, traded_value numeric, trade_count numeric)
language sql stable
set search_path = public, pg_temp
as $$
  select date_bin(bucket, c.opened_at, timestamptz '2001-01-01 00:00:00+00') as opened,
    (array_agg(c.open_price order by c.opened_at))[1], max(c.high_price), min(c.low_price),
    (array_agg(c.close_price order by c.opened_at desc))[1], sum(c.volume), sum(c.traded_value), sum(c.trade_count)
  from market_candles c
  where c.market_id = candle_market_id and c.opened_at >= from_at and c.opened_at < until_at
  group by opened order by opened
$$;

comment on function list_candles(bigint, interval, timestamptz, timestamptz) is
  'Input: market, length of a candle (whole minutes), from, until. Output: candles with trades, aligned to UTC, from those of one minute.';

create function calculate_pnl(pnl_address varchar, pnl_subaccount bigint, pnl_asset_id bigint, from_date date, until_date date)
returns table (realised_pnl numeric, fees_paid numeric, net_pnl numeric, unrealised_pnl numeric, trade_count numeric)
language sql stable
set search_path = public, pg_temp
as $$
  select coalesce(sum(u.realised_pnl), 0), coalesce(sum(u.fees_paid), 0), coalesce(sum(u.net_pnl), 0),
    (select coalesce(sum(p.unrealised_pnl), 0) from v_positions p where p.account_address = pnl_address
      and p.subaccount = pnl_subaccount and p.asset_id = pnl_asset_id),
    coalesce(sum(u.trade_count), 0)
  from user_trading_statistics u
  where u.account_address = pnl_address and u.subaccount = pnl_subaccount and u.asset_id = pnl_asset_id
    and u.statistics_date >= from_date and u.statistics_date < until_date
$$;

comment on function calculate_pnl(varchar, bigint, bigint, date, date) is
  'Input: account, token, first UTC day, day after the last. Output: one row: realised before fees, fees, net, unrealised now at the marks, fills.';

create function list_tax_lots(tax_address varchar, tax_subaccount bigint, tax_market_id bigint, tax_method varchar,
  chosen_lots jsonb default '{}')
returns table (closing_match_id bigint, opening_match_id bigint, closed_side varchar, lots numeric, open_price numeric,
  close_price numeric, gain numeric, opened_at timestamptz, closed_at timestamptz)
language plpgsql stable
set search_path = public, pg_temp
as $$
#variable_conflict use_column
declare
  fill record;
  lot record;
  open_lots jsonb := '[]';
  left_lots numeric;
  taken numeric;
  tick_value numeric;
  tick_size numeric;
  cost_ticks numeric;
begin
  if tax_method not in ('FIFO', 'LIFO', 'HIFO', 'AVERAGE', 'SPECIFIC') then
    raise exception 'unknown tax method %', tax_method using errcode = 'invalid_parameter_value';
  end if;
  select m.tick_value, m.tick_size into tick_value, tick_size from markets m where m.market_id = tax_market_id;
  for fill in
    select f.match_id, f.price_ticks, f.matched_at,
      case when f.side = 'BUY' then f.quantity_lots else -f.quantity_lots end::numeric as signed_lots,
      f.engine_sequence, f.event_index
    from v_fills f where f.account_address = tax_address and f.subaccount = tax_subaccount
      and f.market_id = tax_market_id
    union all
    select null, s.settlement_price_ticks, s.settled_at, -s.settled_lots::numeric, s.engine_sequence, s.event_index
    from position_settlements s where s.account_address = tax_address and s.subaccount = tax_subaccount
      and s.market_id = tax_market_id
    order by 5, 6, 4
  loop
    left_lots := fill.signed_lots;
    while left_lots <> 0 loop
      select (l.value ->> 'lots')::numeric as lots, (l.value ->> 'ticks')::numeric as ticks, l.ordinality,
        (l.value ->> 'match')::bigint as match_id, (l.value ->> 'at')::timestamptz as opened_at
      into lot from jsonb_array_elements(open_lots) with ordinality as l (value, ordinality)
      where sign((l.value ->> 'lots')::numeric) = -sign(left_lots)
      order by case when tax_method = 'SPECIFIC' then (
          select c.place from jsonb_array_elements(chosen_lots -> fill.match_id::text) with ordinality as c (match, place)
          where c.match = l.value -> 'match' limit 1) end,
        case when tax_method = 'HIFO' then (l.value ->> 'ticks')::numeric * sign(left_lots) end,
        case when tax_method = 'LIFO' then -l.ordinality else l.ordinality end
      limit 1;
      if lot.lots is null then
        open_lots := open_lots || jsonb_build_object(
          'lots', left_lots, 'ticks', fill.price_ticks, 'match', fill.match_id, 'at', fill.matched_at);
        exit;
      end if;
      taken := least(abs(left_lots), abs(lot.lots));
      cost_ticks := lot.ticks;
      if tax_method = 'AVERAGE' then
        select sum((l ->> 'ticks')::numeric * (l ->> 'lots')::numeric) / sum((l ->> 'lots')::numeric)
        into cost_ticks from jsonb_array_elements(open_lots) l;
        select jsonb_agg(l || jsonb_build_object('ticks', cost_ticks)) into open_lots
        from jsonb_array_elements(open_lots) l;
      end if;
      closing_match_id := fill.match_id;
      opening_match_id := case when tax_method <> 'AVERAGE' then lot.match_id end;
      closed_side := case when lot.lots > 0 then 'LONG' else 'SHORT' end;
      lots := taken;
      open_price := round(cost_ticks * tick_size, 8);
      close_price := fill.price_ticks * tick_size;
      gain := round((fill.price_ticks - cost_ticks) * sign(lot.lots) * taken * tick_value, 8);
      opened_at := lot.opened_at;
      closed_at := fill.matched_at;
      return next;
      left_lots := left_lots - taken * sign(left_lots);
      open_lots := case when taken = abs(lot.lots) then open_lots - (lot.ordinality - 1)::integer
        else jsonb_set(open_lots, array[(lot.ordinality - 1)::text, 'lots'], to_jsonb(lot.lots - taken * sign(lot.lots))) end;
    end loop;
  end loop;
end
$$;

comment on function list_tax_lots(varchar, bigint, bigint, varchar, jsonb) is
  'Input: account, market, method FIFO, LIFO, HIFO (costliest lots first: highest price of longs, lowest of shorts), AVERAGE or SPECIFIC with {"closing match": [opening matches, in order]} (others FIFO, after those). Output: each closing of lots with its cost and gain before fees, in order; a payout has no closing match. Sum of gains over a life from flat to flat is the realised profit for every method.';

create function get_normal_quantile(confidence numeric) returns numeric
language sql immutable
set search_path = pg_catalog
return case confidence when 0.90 then 1.28155157 when 0.95 then 1.64485363 when 0.975 then 1.95996398
  when 0.99 then 2.32634787 end;

comment on function get_normal_quantile(numeric) is
  'Input: 0.90, 0.95, 0.975 or 0.99. Output: that quantile of the standard normal distribution to 8 decimals; null for others. Source: NIST/SEMATECH e-Handbook of Statistical Methods 1.3.6.7.1.';

create function calculate_risk_metrics(risk_address varchar, risk_subaccount bigint, risk_asset_id bigint,
  day_limit integer default 30, confidence numeric default 0.95)
returns table (day_count bigint, mean_return numeric, volatility numeric, historical_var numeric, parametric_var numeric,
  sharpe_ratio numeric, sortino_ratio numeric, portfolio_beta numeric, market_correlation numeric,
  max_drawdown numeric)
language sql stable
set search_path = public, pg_temp
as $$
  with days as (
    select s.daily_return as r, s.benchmark_return as b, s.snapshot_at, s.portfolio_value
    from portfolio_snapshots s where s.account_address = risk_address and s.subaccount = risk_subaccount
      and s.asset_id = risk_asset_id order by s.snapshot_at desc limit greatest(day_limit, 0)
  ), chained as (
    select d.*, exp(sum(ln(greatest(1 + r, 0.00000001))) over (order by snapshot_at)) as wealth from days d
  ), peaks as (
    select c.*, greatest(1, max(wealth) over (order by snapshot_at)) as peak from chained c
  ), measured as (
    select count(*) as n, avg(r) as mean, stddev_samp(r) as spread,
      sqrt(avg(power(least(r, 0), 2))) as downside,
      percentile_disc((1 - confidence)::double precision) within group (order by r) as quantile,
      avg(r * b) - avg(r) * avg(b) as covariance, var_pop(r) as r_variance, var_pop(b) as b_variance,
      max(1 - wealth / peak) as drawdown,
      (array_agg(portfolio_value order by snapshot_at desc))[1] as value
    from peaks
  )
  select n, round(mean, 8), clamp_money(spread * sqrt(365::numeric)),
    case when n > 1 then clamp_money(greatest(0, -quantile) * greatest(0, value)) end,
    clamp_money(greatest(0, get_normal_quantile(confidence) * spread - mean) * greatest(0, value)),
    case when spread > 0 then clamp_money(mean / spread * sqrt(365::numeric)) end,
    case when downside > 0 then clamp_money(mean / downside * sqrt(365::numeric)) end,
    case when b_variance > 0 then clamp_money(covariance / b_variance) end,
    case when b_variance > 0 and r_variance > 0
      then clamp_money(covariance / (sqrt(b_variance) * sqrt(r_variance))) end,
    round(drawdown, 8)
  from measured
$$;

comment on function calculate_risk_metrics(varchar, bigint, bigint, integer, numeric) is
  'Input: account, token, days of portfolio_snapshots looked at, confidence 0.90, 0.95, 0.975 or 0.99. Output: one row, one day ahead, money of the last snapshot: historical VaR = -(quantile of r at 1 - confidence) x value; parametric VaR = (z x s - mean) x value; volatility = s x sqrt(365); Sharpe = mean / s x sqrt(365); Sortino = mean / sqrt(mean of min(r, 0)^2) x sqrt(365); beta = cov(r, b) / var(b); correlation; max drawdown of the chained returns. s = sample standard deviation, no risk-free rate. Sources: RiskMetrics Technical Document (1996); Jorion, Value at Risk; Sharpe (1964, 1994); Sortino and Price (1994).';

create function list_leaderboard(board_asset_id bigint, row_limit integer default 100)
returns table (place bigint, short_name text, net_pnl numeric, total_volume numeric, trade_count bigint, win_rate numeric)
language sql stable security definer
set search_path = public, pg_temp
as $$
  select l.place, left(l.account_address, 6) || '…' || right(l.account_address, 4), l.net_pnl, l.total_volume,
    l.trade_count, l.win_rate
  from mv_leaderboard l where l.asset_id = board_asset_id
  order by l.place, l.account_address, l.subaccount limit least(greatest(row_limit, 0), 1000)
$$;

comment on function list_leaderboard(bigint, integer) is
  'Input: token, rows (at most 1000). Output: best first, wallets shortened. Definer: the materialised view is granted to nobody.';

create function list_market_correlations(correlated_market_id bigint)
returns table (other_market_id bigint, day_count bigint, correlation numeric)
language sql stable security definer
set search_path = public, pg_temp
as $$
  select case when c.market_id = correlated_market_id then c.other_market_id else c.market_id end, c.day_count,
    c.correlation
  from mv_market_correlations c
  where correlated_market_id in (c.market_id, c.other_market_id)
    and c.market_id <> all (list_hidden_markets()) and c.other_market_id <> all (list_hidden_markets())
  order by 1
$$;

comment on function list_market_correlations(bigint) is
  'Input: market. Output: its correlation with every other market that traded on common days. Definer: the materialised view is granted to nobody.';

create function refresh_analytics() returns void
language plpgsql security definer
set search_path = public, pg_temp
as $$
begin
  refresh materialized view mv_leaderboard;
  refresh materialized view mv_market_correlations;
end
$$;

comment on function refresh_analytics() is
  'Input: none. Output: none; recomputes the materialised views. Called by a scheduler with role service_role.';

create function record_data_access(accessed_resource varchar, accessed_action varchar, allowed boolean, facts jsonb default '{}')
returns void
language sql security definer
set search_path = public, pg_temp
as $$
  insert into data_access_log (database_role, account_address, resource, access_action, was_allowed, detail)
  values (coalesce(nullif(current_setting('role', true), 'none'), session_user), get_claimed_wallet(),
    accessed_resource, accessed_action, allowed, facts)
$$;

comment on function record_data_access(varchar, varchar, boolean, jsonb) is
  'Input: what was asked for, what for, whether it was allowed, further facts. Output: none; one row of data_access_log with role and wallet of the session, which the caller cannot choose.';
