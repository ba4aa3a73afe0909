-- Once per cluster of plain PostgreSQL, by a superuser: the roles that Supabase brings, and the one that writes.
-- Supabase needs none of this: run the migrations and the persister as postgres there.

do $$
declare
  wanted text;
begin
  foreach wanted in array array['anon', 'authenticated', 'service_role', 'dexextra_admin', 'dexextra_auditor'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
  end loop;
  -- what a gateway such as PostgREST logs in with: it may become any of them and is none of them by itself
  if not exists (select from pg_roles where rolname = 'authenticator') then
    create role authenticator login noinherit;
  end if;
  -- migrations and persister; no superuser. COPY refuses tables with row level security, so it is exempt from it
  if not exists (select from pg_roles where rolname = 'dexextra_writer') then
    create role dexextra_writer login bypassrls;
  end if;
end
$$;

grant anon, authenticated, service_role, dexextra_admin, dexextra_auditor to authenticator;
