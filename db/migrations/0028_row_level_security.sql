-- Who may see what. Every table: row level security, forced, so that it holds for the owner too unless his role has
-- BYPASSRLS, as postgres has on Supabase. The writer needs it, because COPY refuses tables with row level security.

do $$
declare
  named record;
begin
  for named in
    select c.oid::regclass as relation, c.relkind from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S')
  loop
    execute format('revoke all on %s %s from public, anon, authenticated, service_role',
      case named.relkind when 'S' then 'sequence' else '' end, named.relation);
    if named.relkind in ('r', 'p') then
      execute format('alter table %s enable row level security', named.relation);
      execute format('alter table %s force row level security', named.relation);
    end if;
  end loop;
end
$$;
revoke execute on all functions in schema public from public, anon, authenticated, service_role;
grant usage on schema public to anon, authenticated, service_role, dexextra_admin, dexextra_auditor;

create function create_select_policies(policy_table text, policy_roles text[], policy_rule text) returns void
language plpgsql
set search_path = public, pg_temp
as $$
declare
  reader text;
begin
  foreach reader in array policy_roles loop
    execute format('create policy %I on %I for select to %I using (%s)',
      policy_table || '_' || reader || '_select', policy_table, reader, policy_rule);
    execute format('grant select on %I to %I', policy_table, reader);
  end loop;
end
$$;

comment on function create_select_policies(text, text[], text) is
  'Input: table, roles, condition. Output: none; each role may select the rows for which the condition holds. For migrations.';
revoke execute on function create_select_policies(text, text[], text) from public;

do $$
declare
  own constant text := '%s = (select get_claimed_wallet())';
  visible constant text := 'market_id <> all ((select list_hidden_markets())::bigint[])';
  owned text[];
  open_table text;
begin
  -- overrides: administrators, auditors and services read everything
  for open_table in
    select c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  loop
    perform create_select_policies(open_table, array['dexextra_admin', 'dexextra_auditor', 'service_role'], 'true');
  end loop;
  -- traders: what carries their wallet
  foreach owned slice 1 in array array[
    ['accounts', 'account_address'], ['account_balances', 'account_address'], ['account_locks', 'account_address'],
    ['orders', 'trader_address'], ['vault_operations', 'account_address'], ['user_positions', 'account_address'],
    ['position_margins', 'account_address'], ['position_history', 'account_address'],
    ['position_settlements', 'account_address'], ['margin_calls', 'account_address'],
    ['liquidations', 'account_address'], ['audit_trail', 'account_address'],
    ['user_trading_statistics', 'account_address'], ['router_portfolios', 'account_address'],
    ['portfolio_snapshots', 'account_address'], ['session_keys', 'owner_address'],
    ['websocket_connections', 'account_address'], ['data_access_log', 'account_address']]
  loop
    perform create_select_policies(owned[1], array['authenticated'], format(own, owned[2]));
  end loop;
  perform create_select_policies('trade_matches', array['authenticated'],
    '(select get_claimed_wallet()) in (buyer_address, seller_address)');
  perform create_select_policies('order_replacements', array['authenticated'],
    'exists (select from orders o where o.order_id = order_replacements.order_id
      and o.trader_address = (select get_claimed_wallet()))');
  -- public: markets that are not hidden from the reader, and what is the same for all
  foreach open_table in array array['markets', 'market_state_changes', 'auctions', 'order_book_levels',
    'order_book_snapshots', 'market_candles', 'market_results', 'market_settlements']
  loop
    perform create_select_policies(open_table, array['anon', 'authenticated'], visible);
  end loop;
  perform create_select_policies('assets', array['anon', 'authenticated'], 'true');
  perform create_select_policies('follower_cursor', array['anon', 'authenticated'], 'true');
  perform create_select_policies('fund_changes', array['anon', 'authenticated'],
    'fund_kind in (''INSURANCE'', ''GUARANTEE'')');
  perform create_select_policies('parameter_changes', array['anon', 'authenticated'],
    'account_address is null or account_address = (select get_claimed_wallet())');
end
$$;

-- writes: everything else comes from the log and has no policy
create policy market_restrictions_dexextra_admin_insert on market_restrictions for insert to dexextra_admin
  with check (created_by = current_user);
create policy market_restrictions_dexextra_admin_update on market_restrictions for update to dexextra_admin
  using (true) with check (created_by = current_user);
create policy market_restrictions_dexextra_admin_delete on market_restrictions for delete to dexextra_admin
  using (true);
grant insert, update, delete on market_restrictions to dexextra_admin;
create policy partition_settings_dexextra_admin_update on partition_settings for update to dexextra_admin
  using (true) with check (partitions_ahead >= 1);
grant update (partitions_ahead, retention_months) on partition_settings to dexextra_admin;
create policy websocket_connections_service_role_insert on websocket_connections for insert to service_role
  with check (gateway_name <> '');
create policy websocket_connections_service_role_update on websocket_connections for update to service_role
  using (true) with check (gateway_name <> '');
grant insert, update on websocket_connections to service_role;

grant select on v_order_book, v_market_statistics to anon, authenticated, service_role, dexextra_admin, dexextra_auditor;
grant select on v_positions, v_fills, v_open_orders, v_portfolio_summary, v_pnl_by_day, v_margin_status, v_withdrawals
  to authenticated, service_role, dexextra_admin, dexextra_auditor;
grant select on v_asset_conservation, v_funds, v_market_exposure, v_vault_utilisation, v_settlement_queue
  to service_role, dexextra_admin, dexextra_auditor;
grant execute on function clamp_money(numeric), get_claims(), get_claimed_wallet(), list_hidden_markets(),
  get_order_book(bigint, integer), list_trades(bigint, bigint, integer),
  list_candles(bigint, interval, timestamptz, timestamptz), list_leaderboard(bigint, integer),
  list_market_correlations(bigint)
  to anon, authenticated, service_role, dexextra_admin, dexextra_auditor;
grant execute on function calculate_pnl(varchar, bigint, bigint, date, date),
  list_tax_lots(varchar, bigint, bigint, varchar, jsonb),
  calculate_risk_metrics(varchar, bigint, bigint, integer, numeric), get_normal_quantile(numeric),
  record_data_access(varchar, varchar, boolean, jsonb)
  to authenticated, service_role, dexextra_admin, dexextra_auditor;
grant execute on function refresh_analytics() to service_role, dexextra_admin;
