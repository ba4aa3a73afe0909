using System.Net.Sockets;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>
/// What a failure means. Retry: something outside is wrong (server, network, disk, rights, schema, log file being
/// repaired); waiting loses nothing, because rows and cursor move together. Halt: the data itself is refused; trying
/// again would fail for ever, and skipping would be a lie.
/// </summary>
internal static class DatabaseFailure
{
    private const string DataExceptionClass = "22";
    private const string ConstraintViolationClass = "23";

    /// <summary>True for failures that waiting may cure.</summary>
    public static bool IsRetryable(Exception error) => error switch
    {
        PostgresException refused => !IsRefusedData(refused.SqlState),
        NpgsqlException or IOException or SocketException or TimeoutException => true,
        EventLogCorruptException or StorageException => true,
        _ => false,
    };

    /// <summary>True when the server refused the rows themselves.</summary>
    public static bool IsRefusedData(string sqlState) =>
        sqlState.StartsWith(DataExceptionClass, StringComparison.Ordinal)
        || sqlState.StartsWith(ConstraintViolationClass, StringComparison.Ordinal);

    /// <summary>
    /// True when the server, not the statement, is in trouble: connection, resources, shutdown, conflict.
    /// </summary>
    public static bool IsServerTrouble(string sqlState) =>
        sqlState[..2] is "08" or "40" or "53" or "55" or "57" or "58";

    /// <summary>One line for logs, health and the label of the retry counter.</summary>
    public static string Describe(Exception error) => error switch
    {
        PostgresException refused => $"{refused.SqlState} {refused.MessageText}",
        NpgsqlException { InnerException: { } inner } => $"{error.Message}: {inner.Message}",
        _ => error.Message,
    };
}
