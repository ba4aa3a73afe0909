-- Realtime subscriptions of Supabase: it decodes this publication and asks the policies who may see a change (S364).
-- Partitioned tables are published as themselves.

do $$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime with (publish_via_partition_root = true);
  end if;
end
$$;

alter publication supabase_realtime add table markets, order_book_levels, orders, account_balances, user_positions;
