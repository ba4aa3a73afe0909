using DexExtra.RealParts;

namespace DexExtra.Drill;

/// <summary>Compares two databases table by table (P6).</summary>
internal static class Rows
{
    private const string TablesSql =
        "select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' order by 1";

    /// <summary>Returns the number of rows compared.</summary>
    /// <exception cref="DrillException">A table differs.</exception>
    public static async Task<long> MustEqualAsync(PostgresServer server, string left, string right)
    {
        var total = 0L;
        foreach (var table in await server.QueryAsync(left, TablesSql))
        {
            var sql = $"select count(*), md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table[0]} t";
            var (one, other) = ((await server.QueryAsync(left, sql))[0], (await server.QueryAsync(right, sql))[0]);
            if (!one.SequenceEqual(other))
            {
                throw new DrillException($"P6: {table[0]} has {one[0]} rows, {other[0]} when made again from the log");
            }

            total += long.Parse(one[0], System.Globalization.CultureInfo.InvariantCulture);
        }

        return total > 0 ? total : throw new DrillException("there are no rows to compare");
    }
}
