using System.Globalization;
using System.Runtime.InteropServices;
using DexExtra.Drill;
using DexExtra.RealParts;

const string Usage = "usage: drill [--rounds N] [--seed S]";
var (rounds, seed) = (1, 1);
for (var index = 0; index < args.Length; index += 2)
{
    var value = index + 1 < args.Length && int.TryParse(args[index + 1], CultureInfo.InvariantCulture, out var number)
        ? number
        : 0;
    (rounds, seed) = (args[index], value) switch
    {
        ("--rounds", > 0) => (value, seed),
        ("--seed", > 0) => (rounds, value),
        _ => (0, 0),
    };
    if (rounds == 0)
    {
        await Console.Error.WriteLineAsync(Usage);
        return 2;
    }
}

var (passed, failed) = (0, 0);
await using var server = new PostgresServer();
await server.InitializeAsync();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
Console.WriteLine(RoundReport.Head);
for (var round = 0; round < rounds; round++)
{
    try
    {
        Console.WriteLine(await new DrillRound(seed + round, server).RunAsync());
        passed++;
    }
    catch (Exception error) when (error is DrillException or InvalidOperationException or TimeoutException or OperationCanceledException)
    {
        Console.WriteLine($"FAILED seed {seed + round}: {error.Message}");
        failed++;
    }
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

void OnSignal(PosixSignalContext context)
{
    const int Interrupted = 130;
    context.Cancel = true;
    DrillVenue.EndAllAsync().GetAwaiter().GetResult();
    Products.RemoveFolders();
    server.DisposeAsync().AsTask().GetAwaiter().GetResult();
    Environment.Exit(Interrupted);
}
