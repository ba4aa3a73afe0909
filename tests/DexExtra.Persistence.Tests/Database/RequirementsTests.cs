using System.Globalization;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Each line of db/requirements/schema.txt against the catalogue of a migrated database (S036–S362).</summary>
public sealed class RequirementsTests(PostgresCluster cluster)
{
    /// <summary>Ids about tables, fields, indexes, queries, access, types, names and comments.</summary>
    private static readonly (int First, int Last)[] Ids = [(23, 28), (36, 257), (265, 268), (273, 276), (348, 362)];

    private const string Catalogue =
        """
        select 'table ' || relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        union select 'partitioned ' || relname from pg_class
          where relnamespace = 'public'::regnamespace and relkind = 'p'
        union select 'view ' || relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'v'
        union select 'matview ' || relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'm'
        union select 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
          from pg_class c join pg_attribute a on a.attrelid = c.oid
          where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
        union select 'check ' || conname from pg_constraint where contype = 'c' and convalidated
        union select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
        union select 'trigger ' || tgrelid::regclass || '.' || tgname from pg_trigger where tgenabled = 'O'
        union select 'index ' || indexrelid::regclass from pg_index where indisvalid
        union select 'partial ' || indexrelid::regclass from pg_index where indisvalid and indpred is not null
        union select 'covering ' || indexrelid::regclass from pg_index where indisvalid and indnatts > indnkeyatts
        union select 'policy ' || policyname from pg_policies where schemaname = 'public'
        union select 'published ' || tablename from pg_publication_tables where pubname = 'supabase_realtime'
        """;

    private static string[] Lines => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "requirements", "schema.txt"))
        .Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void Every_requirement_on_the_schema_has_a_line()
    {
        var listed = Lines.Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        var wanted = Ids.SelectMany(range => Enumerable.Range(range.First, range.Last - range.First + 1))
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"S{number:D3}"));

        Assert.Equal([], wanted.Except(listed, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Everything_that_is_listed_is_in_the_catalogue()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        var catalogue = (await cluster.QueryAsync(workspace.Database, Catalogue)).Select(row => row[0])
            .ToHashSet(StringComparer.Ordinal);

        var missing = Lines.Where(line => !IsMet(line.Split(' ', 2)[1], catalogue)).ToArray();

        Assert.True(missing.Length == 0, $"missing:\n{string.Join('\n', missing)}");
    }

    private static bool IsMet(string item, HashSet<string> catalogue)
    {
        var (kind, what) = (item.Split(' ', 2)[0], item.Split(' ', 2)[1]);
        return kind switch
        {
            "elsewhere" => true,
            "test" => HasTest(what.Split('.')),
            _ => catalogue.Contains(item),
        };
    }

    private static bool HasTest(string[] name) => Array.Exists(
        typeof(RequirementsTests).Assembly.GetTypes(), type => type.Name == name[0] && type.GetMethod(name[1]) is not null);
}
