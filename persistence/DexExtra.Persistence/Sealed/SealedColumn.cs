namespace DexExtra.Persistence.Sealed;

/// <summary>A column whose values are sealed at the application (S269).</summary>
/// <param name="Table">Its table.</param>
/// <param name="Name">The column.</param>
/// <param name="Index">Column of the blind index; null without.</param>
/// <param name="RowKey">Expression of the row's key as text: part of what is authenticated.</param>
internal sealed record SealedColumn(string Table, string Name, string? Index, string RowKey)
{
    public static readonly SealedColumn Contact =
        new("account_contacts", "contact_sealed", "contact_index", "account_address || ':' || contact_kind");

    /// <summary>Every one there is.</summary>
    public static readonly SealedColumn[] All =
    [
        Contact,
        new("websocket_connections", "remote_host", "remote_host_index", "connection_id"),
        new("websocket_connections", "user_agent", null, "connection_id"),
    ];

    public string FullName => $"{Table}.{Name}";
}
