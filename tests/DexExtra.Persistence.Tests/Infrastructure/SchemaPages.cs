using System.Text;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>The pages of db/schema, made from the catalogue of a migrated database: one per table, and the index.</summary>
internal static class SchemaPages
{
    private const string Tables =
        """
        select c.relname, coalesce(obj_description(c.oid, 'pg_class'), ''), c.relkind::text from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> 'schema_migrations' order by 1
        """;

    private const string Views =
        """
        select c.relname, obj_description(c.oid, 'pg_class') from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') order by 1
        """;

    private const string Functions =
        """
        select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')', obj_description(p.oid, 'pg_proc')
        from pg_proc p where p.pronamespace = 'public'::regnamespace order by 1
        """;

    private const string Columns =
        """
        select a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then '' else 'yes' end,
          coalesce(col_description(a.attrelid, a.attnum), '')
        from pg_attribute a where a.attrelid = '{0}'::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum
        """;

    private const string Indexes =
        """
        select i.indexrelid::regclass::text, regexp_replace(pg_get_indexdef(i.indexrelid), '^.* USING ', ''),
          obj_description(i.indexrelid, 'pg_class')
        from pg_index i where i.indrelid = '{0}'::regclass order by i.indisprimary desc, 1
        """;

    private const string Policies =
        """
        select array_to_string(roles, ', '), lower(cmd), coalesce(regexp_replace(qual, '\s+', ' ', 'g'), ''),
          coalesce(with_check, '')
        from pg_policies where schemaname = 'public' and tablename = '{0}' order by policyname
        """;

    private const string Links =
        """
        select distinct c.conrelid::regclass::text, c.confrelid::regclass::text from pg_constraint c where c.contype = 'f'
        union
        select c.relname::text, k.target from pg_class c join pg_attribute a on a.attrelid = c.oid
        join (values ('market_id', 'markets'), ('asset_id', 'assets'), ('account_address', 'accounts'),
          ('trader_address', 'accounts'), ('match_id', 'trade_matches'), ('order_id', 'orders')) k (column_name, target)
          on k.column_name = a.attname
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> k.target
        order by 1, 2
        """;

    /// <summary>File name → text.</summary>
    public static async Task<SortedDictionary<string, string>> ReadAsync(PostgresCluster cluster, string database)
    {
        var pages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var tables = await cluster.QueryAsync(database, Tables);
        foreach (var table in tables)
        {
            pages[$"{table[0]}.md"] = await PageAsync(cluster, database, table);
        }

        var index = new StringBuilder("# Schema\n\nMade from the catalogue of a migrated database; a test says that it is current.\n\n");
        List(index, ["table", "purpose"], tables.Select(row => new[] { $"[{row[0]}]({row[0]}.md)", row[1] }));
        index.Append("\n## Views\n\n");
        List(index, ["view", "rule"], await cluster.QueryAsync(database, Views));
        index.Append("\n## Functions\n\n");
        List(index, ["function", "contract"], await cluster.QueryAsync(database, Functions));
        index.Append("\n## Entities\n\n```mermaid\nerDiagram\n");
        foreach (var link in await cluster.QueryAsync(database, Links))
        {
            index.Append($"  {link[1]} ||--o{{ {link[0]} : \"\"\n");
        }

        pages["README.md"] = index.Append("```\n").ToString();
        return pages;
    }

    private static async Task<string> PageAsync(PostgresCluster cluster, string database, string[] table)
    {
        var text = new StringBuilder($"# {table[0]}\n\n{table[1]}\n\n");
        string For(string sql) => sql.Replace("{0}", table[0], StringComparison.Ordinal);
        List(text, ["column", "type", "null", "meaning"], await cluster.QueryAsync(database, For(Columns)));
        text.Append("\n## Indexes\n\n");
        List(text, ["index", "on", "purpose"], await cluster.QueryAsync(database, For(Indexes)));
        text.Append("\n## Row level security\n\n");
        List(text, ["role", "verb", "rows", "new rows"], await cluster.QueryAsync(database, For(Policies)));
        return text.ToString();
    }

    private static void List(StringBuilder text, string[] heads, IEnumerable<string[]> rows)
    {
        text.Append($"| {string.Join(" | ", heads)} |\n|{string.Concat(heads.Select(_ => "---|"))}\n");
        foreach (var row in rows)
        {
            text.Append(
                $"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        }
    }
}
