using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Lint of the catalogue after all migrations (RLS-02, S353–S357).</summary>
public sealed class CatalogueTests(PostgresCluster cluster)
{
    private const string Lint =
        """
        select 'row level security is not forced: ' || c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
          and c.relname <> 'schema_migrations' and not (c.relrowsecurity and c.relforcerowsecurity)
        union all
        select 'no policy: ' || c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> 'schema_migrations' and not exists (select from pg_policy p where p.polrelid = c.oid)
        union all
        select 'partition can be read past its table: ' || c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relispartition and c.relacl::text ~ '(anon|authenticated|service_role|dexextra)'
        union all
        select 'application role may do too much: ' || rolname from pg_roles
        where rolname in ('anon', 'authenticated', 'dexextra_admin', 'dexextra_auditor')
          and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin)
        union all
        select 'application role owns ' || c.relname from pg_class c join pg_roles r on r.oid = c.relowner
        where r.rolname in ('anon', 'authenticated', 'service_role', 'dexextra_admin', 'dexextra_auditor')
        union all
        select 'view reads with the rights of its owner: ' || c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'v'
          and not coalesce(c.reloptions @> array['security_invoker=true'], false)
        union all
        select 'materialised view is granted: ' || c.relname from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'm'
          and has_any_column_privilege('authenticated', c.oid, 'select')
        union all
        select 'no pinned search_path: ' || p.proname from pg_proc p
        where p.pronamespace = 'public'::regnamespace and (p.prosqlbody is null or p.prosecdef)
          and not coalesce(array_to_string(p.proconfig, ',') ~ 'search_path=', false)
        union all
        select 'everybody may execute: ' || p.proname from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.prosecdef
          and (p.proacl is null or p.proacl::text ~ '[{,]=X')
        union all
        select 'leakproof: ' || p.proname from pg_proc p
        where p.pronamespace = 'public'::regnamespace and p.proleakproof
        union all
        select 'writes without a condition: ' || p.polname from pg_policy p
        where pg_get_expr(p.polwithcheck, p.polrelid) = 'true'
        union all
        select 'policy for everybody: ' || p.polname from pg_policy p where p.polroles = '{0}'
        """;

    [Fact]
    public async Task Nothing_is_open_that_should_be_closed()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        await cluster.ExecuteAsync(workspace.Database, "select begin_period('2026-09-21 12:00:00+00')");

        var findings = await cluster.QueryAsync(workspace.Database, Lint);

        Assert.Empty(findings.Select(row => row[0]));
    }

    [Theory]
    [InlineData("alter table orders no force row level security", "row level security is not forced: orders")]
    [InlineData("drop policy assets_anon_select on assets; drop policy assets_authenticated_select on assets;"
        + "drop policy assets_service_role_select on assets; drop policy assets_dexextra_admin_select on assets;"
        + "drop policy assets_dexextra_auditor_select on assets", "no policy: assets")]
    [InlineData("alter view v_fills set (security_invoker = false)", "view reads with the rights of its owner: v_fills")]
    [InlineData("alter function list_hidden_markets() reset search_path", "no pinned search_path: list_hidden_markets")]
    [InlineData("grant execute on function refresh_analytics() to public", "everybody may execute: refresh_analytics")]
    public async Task Each_hole_is_found(string hole, string finding)
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        await cluster.ExecuteAsync(workspace.Database, hole);

        var findings = await cluster.QueryAsync(workspace.Database, Lint);

        Assert.Equal([finding], findings.Select(row => row[0]));
    }

    /// <summary>Views begin with v_, materialised ones with mv_, functions with a verb.</summary>
    [Fact]
    public async Task Names_are_snake_case()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        var wrong = await cluster.QueryAsync(workspace.Database,
            """
            select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace
              and c.relname not like 'PK\_schema%' and (c.relname !~ '^[a-z][a-z0-9_]*$'
              or (c.relkind = 'v') <> (c.relname like 'v\_%') or (c.relkind = 'm') <> (c.relname like 'mv\_%'))
            union all
            select c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
              and a.attname !~ '^[a-z][a-z0-9_]*$'
            union all
            select proname from pg_proc where pronamespace = 'public'::regnamespace and proname !~
              '^(get|list|calculate|create|take|begin|detach|hash|describe|clamp|refresh|record|refuse)_[a-z_]+$'
            """);

        Assert.Empty(wrong.Select(row => row[0]));
    }
}
