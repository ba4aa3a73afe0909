using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Persistence.Database;
using DexExtra.Sealing;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DexExtra.Persistence.Sealed;

/// <summary>The operator's verbs on sealed columns. Values are read from standard input: arguments are seen.</summary>
internal static class SealedVerbs
{
    private const string Usage = "use contact put ADDRESS KIND, contact show ADDRESS KIND or contact find KIND";

    /// <exception cref="FatalException">The keyring, a value or the database refuse; one line.</exception>
    public static Task ResealAsync(ServiceContext context, PersistenceSection options) =>
        WithAsync(context, options, async (connection, sealer) =>
        {
            var resealing = new Resealing(connection, sealer, PersistenceLimits.ResealRows);
            var count = await resealing.RunAsync(context.Stopping);
            context.Log.LogInformation("{Count} values sealed anew with the current key", count);
        });

    /// <exception cref="FatalException">The keyring, a value or the database refuse; one line.</exception>
    public static Task ContactAsync(ServiceContext context, PersistenceSection options, string[] words) =>
        WithAsync(context, options, async (connection, sealer) =>
        {
            var book = new ContactBook(connection, sealer);
            switch (words)
            {
                case [_, "put", var address, var kind, ..]:
                    await book.PutAsync(address, Kind(kind), await InputAsync(context.Stopping), context.Stopping);
                    break;
                case [_, "show", var address, var kind, ..]:
                    Console.WriteLine(await book.ReadAsync(address, Kind(kind), context.Stopping) ?? "none");
                    break;
                case [_, "find", var kind, ..]:
                    var found = await book.FindAsync(Kind(kind), await InputAsync(context.Stopping), context.Stopping);
                    found.ForEach(Console.WriteLine);
                    break;
                default:
                    throw new ConfigurationException(Usage);
            }
        });

    private static ContactKind Kind(string word)
    {
        foreach (var kind in Enum.GetValues<ContactKind>())
        {
            if (Codes.Of(kind) == word)
            {
                return kind;
            }
        }

        throw new ConfigurationException($"unknown kind \"{word}\": EMAIL, PHONE or KYC_REFERENCE");
    }

    private static async Task<string> InputAsync(CancellationToken stopping) =>
        await Console.In.ReadLineAsync(stopping) is { Length: > 0 } value
            ? value
            : throw new ConfigurationException("the value is expected as a line of standard input");

    private static async Task WithAsync(
        ServiceContext context, PersistenceSection options, Func<NpgsqlConnection, FieldSealer, Task> work)
    {
        if (options.KeyringFile is not { } file)
        {
            throw new ConfigurationException("keyringFile is missing: it names the keys of sealed columns");
        }

        try
        {
            var sealer = new FieldSealer(Keyring.Load(file));
            await using var source = Connections.CreateSource(
                SecureTransport.Postgres(options.Postgres, options.Tls));
            await using var connection = await source.OpenConnectionAsync(context.Stopping);
            await work(connection, sealer);
        }
        catch (Exception error) when (error is SealingException or NpgsqlException or ArgumentOutOfRangeException)
        {
            throw new FatalException(ExitCodes.Software, DatabaseFailure.Describe(error));
        }
    }
}
