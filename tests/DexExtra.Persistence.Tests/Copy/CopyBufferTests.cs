using System.Globalization;
using System.Numerics;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Copy;

/// <summary>Binary rows as the real server reads them (S348–S352): exact for any 128-bit value, or refused.</summary>
public sealed class CopyBufferTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Every_integer_arrives_exactly()
    {
        var random = TestSeed.Create(11);
        var values = new List<Int128> { 0, 1, -1, 9_999, 10_000, 10_001, Int128.MaxValue, Int128.MinValue };
        for (var digits = 0; digits < 39; digits++)
        {
            values.Add((Int128)BigInteger.Pow(10, digits));
            values.Add(-(Int128)BigInteger.Pow(10, digits) + 1);
            values.Add((Int128)(new BigInteger(random.NextInt64()) * random.NextInt64() / BigInteger.Pow(10, random.Next(30))));
        }

        var text = await RoundTripAsync("numeric(39,0)", values, static (copy, value) => copy.Integer(value));

        Assert.Equal(values.Select(value => value.ToString(CultureInfo.InvariantCulture)), text);
    }

    [Fact]
    public async Task Every_unsigned_integer_arrives_exactly()
    {
        List<UInt128> values = [0, ulong.MaxValue, (UInt128)ulong.MaxValue + 1, UInt128.MaxValue];

        var text = await RoundTripAsync("numeric(39,0)", values, static (copy, value) => copy.Integer(value));

        Assert.Equal(values.Select(value => value.ToString(CultureInfo.InvariantCulture)), text);
    }

    [Fact]
    public async Task Money_of_thirty_digits_arrives_exactly()
    {
        var limit = (Int128)BigInteger.Pow(10, 30);
        List<Int128> values = [0, 1, -1, 99_999_999, 100_000_000, 123_456_789_012, limit - 1, -limit + 1, 10_000, -1_000_000];

        var text = await RoundTripAsync("numeric(30,8)", values, static (copy, value) => copy.Money(value));

        Assert.Equal(values.Select(Decimal), text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Values_beyond_the_column_are_refused_before_the_server_sees_them(int sign)
    {
        var copy = new CopyBuffer();

        var money = Assert.Throws<OutOfSchemaException>(() => copy.Money(sign * (Int128)BigInteger.Pow(10, 30)));
        var price = Assert.Throws<OutOfSchemaException>(() => copy.Price(sign * (Int128)BigInteger.Pow(10, 20)));

        Assert.Contains("numeric(30,8)", money.Message, StringComparison.Ordinal);
        Assert.Contains("numeric(20,8)", price.Message, StringComparison.Ordinal);
        Assert.Throws<OutOfSchemaException>(() => copy.Int64(ulong.MaxValue));
    }

    [Fact]
    public async Task Times_and_texts_arrive_exactly()
    {
        const long Ns = 1_790_000_000_123_456_789;
        var copy = new CopyBuffer();
        copy.Row(5);
        copy.Time(Ns);
        copy.Seconds(253_402_300_800);
        copy.Seconds(253_402_300_799);
        copy.Text("größer 🌡");
        copy.Json("{\"a\":[1,2]}"u8);

        var row = await SendAsync("a timestamptz, b timestamptz, c timestamptz, d varchar(20), e jsonb", copy,
            "(extract(epoch from a) * 1000000)::bigint::text, b::text, extract(epoch from c)::text, d, e::text");

        Assert.Equal(["1790000000123456", "infinity", "253402300799.000000", "größer 🌡", "{\"a\": [1, 2]}"], row[0]);
    }

    private static string Decimal(Int128 units)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(9, '0');
        return (units < 0 ? "-" : "") + digits[..^8] + "." + digits[^8..];
    }

    private async Task<List<string>> RoundTripAsync<T>(string type, List<T> values, Action<CopyBuffer, T> write)
    {
        var copy = new CopyBuffer();
        for (var index = 0; index < values.Count; index++)
        {
            copy.Row(2);
            copy.Int32(index);
            write(copy, values[index]);
        }

        var rows = await SendAsync($"i integer, v {type}", copy, "v::text, i");
        return [.. rows.OrderBy(row => int.Parse(row[1], CultureInfo.InvariantCulture)).Select(row => row[0])];
    }

    private async Task<List<string[]>> SendAsync(string columns, CopyBuffer copy, string select)
    {
        var table = "t" + Guid.NewGuid().ToString("N");
        await cluster.ExecuteAsync("postgres", $"create table {table} ({columns})");
        await using (var connection = new NpgsqlConnection(cluster.ConnectionString("postgres")))
        {
            await connection.OpenAsync();
            await using var stream = await connection.BeginRawBinaryCopyAsync($"copy {table} from stdin (format binary)");
            await stream.WriteAsync(copy.Finish());
        }

        return await cluster.QueryAsync("postgres", $"select {select} from {table}");
    }
}
