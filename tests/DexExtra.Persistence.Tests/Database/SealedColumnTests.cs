using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using DexExtra.Persistence.Sealed;
using DexExtra.Persistence.Tests.Infrastructure;
using DexExtra.Sealing;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>S269: what is about persons is sealed in the database, found by equality, and takes new keys while in use.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SealedColumnTests(PostgresCluster cluster)
{
    private const string Alice = "0x00000000000000000000000000000000000000aa";
    private const string Bob = "0x00000000000000000000000000000000000000bb";
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task Contacts_are_read_and_found_and_nowhere_plain()
    {
        using var workspace = new Workspace(cluster);
        await using var connection = await OpenAsync(workspace);
        var book = new ContactBook(connection, Sealer(workspace, "k1"));
        await book.PutAsync(Alice, ContactKind.Email, "alice@example.org", Never);
        await book.PutAsync(Bob, ContactKind.Email, "old@example.org", Never);
        await book.PutAsync(Bob, ContactKind.Email, "alice@example.org", Never);
        await book.PutAsync(Bob, ContactKind.KycReference, "case 77 ü", Never);

        Assert.Equal([Alice, Bob], await book.FindAsync(ContactKind.Email, "alice@example.org", Never));
        Assert.Empty(await book.FindAsync(ContactKind.Email, "old@example.org", Never));
        Assert.Empty(await book.FindAsync(ContactKind.Phone, "alice@example.org", Never));
        Assert.Equal("case 77 ü", await book.ReadAsync(Bob, ContactKind.KycReference, Never));
        Assert.Null(await book.ReadAsync(Alice, ContactKind.Phone, Never));
        var stored = await cluster.QueryAsync(workspace.Database, "select account_contacts::text from account_contacts");
        Assert.Equal(3, stored.Count);
        Assert.All(stored, row => Assert.DoesNotMatch("alice@|example|case 77", row[0]));
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => cluster.ExecuteAsync(workspace.Database, "update account_contacts set contact_sealed = 'alice@example.org'"));
        Assert.Equal("chk_account_contacts_contact_sealed", refused.ConstraintName);
    }

    [Fact]
    public async Task A_value_of_another_row_or_column_and_a_changed_one_do_not_open()
    {
        using var workspace = new Workspace(cluster);
        await using var connection = await OpenAsync(workspace);
        var sealer = Sealer(workspace, "k1");
        var book = new ContactBook(connection, sealer);
        await book.PutAsync(Alice, ContactKind.Email, "alice@example.org", Never);
        await book.PutAsync(Bob, ContactKind.Email, "bob@example.org", Never);
        await cluster.ExecuteAsync(
            workspace.Database,
            "update account_contacts set contact_sealed ="
            + $" (select contact_sealed from account_contacts where account_address = '{Alice}')");

        var error = await Assert.ThrowsAsync<SealingException>(() => book.ReadAsync(Bob, ContactKind.Email, Never));
        Assert.DoesNotContain("example", error.ToString(), StringComparison.Ordinal);
        var value = sealer.Seal("a.b", "1", "secret");
        Assert.Equal("secret", sealer.Open("a.b", "1", value));
        Assert.NotEqual(value, sealer.Seal("a.b", "1", "secret"));
        Assert.Throws<SealingException>(() => sealer.Open("a.c", "1", value));
        Assert.Throws<SealingException>(() => sealer.Open("a.b", "1", value.Replace("dx1:k1:", "dx1:k9:", StringComparison.Ordinal)));
        Assert.Throws<SealingException>(() => sealer.Open("a.b", "1", "plain"));
        Assert.Throws<SealingException>(() => sealer.Open("a.b", "1", "dx1:k1:AAAA"));
        Assert.Throws<ArgumentOutOfRangeException>(() => sealer.Seal("a.b", "1", new string('x', SealingLimits.PlainMaxBytes + 1)));
        var bytes = Convert.FromBase64String(value["dx1:k1:".Length..]);
        for (var at = 0; at < bytes.Length; at++)
        {
            bytes[at] ^= 1;
            Assert.Throws<SealingException>(() => sealer.Open("a.b", "1", "dx1:k1:" + Convert.ToBase64String(bytes)));
            bytes[at] ^= 1;
        }
    }

    [Fact]
    public async Task A_new_key_reaches_every_value_beside_writers_and_then_the_old_one_may_go()
    {
        const int Rows = 300;
        using var workspace = new Workspace(cluster);
        await using var connection = await OpenAsync(workspace);
        var old = Sealer(workspace, "k1");
        var book = new ContactBook(connection, old);
        for (var number = 0; number < Rows; number++)
        {
            await book.PutAsync(Wallet(number), ContactKind.Phone, $"+47 {number}", Never);
        }

        await cluster.ExecuteAsync(
            workspace.Database,
            "insert into websocket_connections (connection_id, gateway_name, remote_host, user_agent, connection_status,"
            + " rate_limit_per_minute)"
            + " select 'c' || n, 'g', '192.0.2.' || n % 7, 'agent ' || n, 'OPEN', 60 from generate_series(1, 100) n");
        var both = Sealer(workspace, "k2", "k1", "k2");
        await using var other = await OpenAsync(workspace);
        var writing = WriteAsync(new ContactBook(other, both));
        var count = await new Resealing(connection, both, 40).RunAsync(Never);
        await writing;

        Assert.InRange(count, 200, Rows + 200);
        var plain = await cluster.ScalarAsync(
            workspace.Database,
            "select (select count(*) from account_contacts where not starts_with(contact_sealed, 'dx1:k2:'))"
            + " + (select count(*) from websocket_connections where not starts_with(remote_host, 'dx1:k2:')"
            + " or not starts_with(user_agent, 'dx1:k2:') or remote_host_index is null)");
        Assert.Equal("0", plain);
        Assert.Equal("7", await cluster.ScalarAsync(
            workspace.Database, "select count(distinct remote_host_index) from websocket_connections"));
        var after = new ContactBook(connection, Sealer(workspace, "k2", "k2"));
        for (var number = 0; number < Rows; number++)
        {
            var value = number < 50 ? $"+1 {number}" : $"+47 {number}";
            Assert.Equal(value, await after.ReadAsync(Wallet(number), ContactKind.Phone, Never));
            Assert.Equal([Wallet(number)], await after.FindAsync(ContactKind.Phone, value, Never));
        }

        Assert.Equal(0, await new Resealing(connection, both, 40).RunAsync(Never));

        static async Task WriteAsync(ContactBook writer)
        {
            for (var number = 0; number < 50; number++)
            {
                await writer.PutAsync(Wallet(number), ContactKind.Phone, $"+1 {number}", Never);
            }
        }
    }

    [Fact]
    public void A_keyring_that_others_may_read_or_that_lacks_its_key_is_refused()
    {
        using var workspace = new Workspace(cluster);
        var file = WriteKeys(workspace, "k1", "k1");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("0600", Assert.Throws<SealingException>(() => Keyring.Load(file)).Message, StringComparison.Ordinal);
        Assert.Throws<SealingException>(() => Keyring.Load(WriteKeys(workspace, "k3", "k1")));
        Assert.Throws<SealingException>(() => Keyring.Load(WriteKeys(workspace, "k 1", "k 1")));
        File.WriteAllText(file, "{\"current\":\"a\",\"keys\":{\"a\":\"c2hvcnQ=\"},\"indexKey\":\"c2hvcnQ=\"}");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.DoesNotContain("c2hv", Assert.Throws<SealingException>(() => Keyring.Load(file)).ToString(), StringComparison.Ordinal);
        Assert.Throws<SealingException>(() => Keyring.Load(file + "-missing"));
    }

    private static string Wallet(int number) => $"0x{number:x40}";

    private static FieldSealer Sealer(Workspace workspace, string current, params string[] ids) =>
        new(Keyring.Load(WriteKeys(workspace, current, ids.Length == 0 ? [current] : ids)));

    private static string WriteKeys(Workspace workspace, string current, params string[] ids)
    {
        var file = Path.Combine(workspace.Folder, $"keys-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new
        {
            current,
            keys = ids.ToDictionary(id => id, Key),
            indexKey = Key("index"),
        }));
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;

        static string Key(string id) => Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));
    }

    private async Task<NpgsqlConnection> OpenAsync(Workspace workspace)
    {
        await workspace.PrepareAsync();
        var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();
        return connection;
    }
}
