using DexExtra.Messages;
using DexExtra.Sealing;
using Npgsql;

namespace DexExtra.Persistence.Sealed;

/// <summary>account_contacts: contact data and references of identity checks, sealed. One caller at a time.</summary>
internal sealed class ContactBook(NpgsqlConnection connection, FieldSealer sealer)
{
    private const string Put =
        """
        insert into account_contacts (account_address, contact_kind, contact_sealed, contact_index)
        values (@address, @kind, @sealed, @index)
        on conflict (account_address, contact_kind) do update set contact_sealed = excluded.contact_sealed,
          contact_index = excluded.contact_index, updated_at = now()
        """;

    private static readonly string Column = SealedColumn.Contact.FullName;

    /// <exception cref="PostgresException">No address (check constraint).</exception>
    public async Task PutAsync(string address, ContactKind kind, string value, CancellationToken stopping)
    {
        await using var command = Command(Put, kind);
        command.Parameters.AddWithValue("address", address);
        command.Parameters.AddWithValue("sealed", sealer.Seal(Column, Row(address, kind), value));
        command.Parameters.AddWithValue("index", Index(value));
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>Null without one.</summary>
    /// <exception cref="SealingException">It does not open.</exception>
    public async Task<string?> ReadAsync(string address, ContactKind kind, CancellationToken stopping)
    {
        await using var command = Command(
            "select contact_sealed from account_contacts where account_address = @address and contact_kind = @kind",
            kind);
        command.Parameters.AddWithValue("address", address);
        return await command.ExecuteScalarAsync(stopping) is string value
            ? sealer.Open(Column, Row(address, kind), value)
            : null;
    }

    /// <summary>Wallets with exactly this value, in order.</summary>
    public async Task<List<string>> FindAsync(ContactKind kind, string value, CancellationToken stopping)
    {
        await using var command = Command(
            "select account_address from account_contacts where contact_kind = @kind and contact_index = @index"
            + " order by account_address", kind);
        command.Parameters.AddWithValue("index", Index(value));
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var found = new List<string>();
        while (await reader.ReadAsync(stopping))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    private static string Row(string address, ContactKind kind) => $"{address}:{Codes.Of(kind)}";

    private string Index(string value) => sealer.Index(Column, value);

    private NpgsqlCommand Command(string sql, ContactKind kind)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue("kind", Codes.Of(kind));
        return command;
    }
}
