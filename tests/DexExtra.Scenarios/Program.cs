using DexExtra.Engine;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Reference.Scenarios;

var files = args.Where(argument => !argument.StartsWith("--", StringComparison.Ordinal)).ToList();
var unknown = args.Except(files).Except(["--reference", "--ledger", "--record", "--quiet"]).ToList();
if (files.Count == 0 || unknown.Count > 0)
{
    Console.Error.WriteLine("usage: scenario [--reference | --ledger] [--record] [--quiet] FILE…");
    return 2;
}

var failed = 0;
foreach (var file in files)
{
    failed += Play(file) ? 0 : 1;
}

Console.WriteLine($"{files.Count - failed} passed, {failed} failed");
return failed == 0 ? 0 : 1;

bool Play(string file)
{
    try
    {
        var result = ScenarioRunner.Run(File.ReadAllLines(file), MakeVenue);
        if (!args.Contains("--quiet"))
        {
            Console.WriteLine(string.Join('\n', result.Output));
        }

        if (args.Contains("--record"))
        {
            File.WriteAllLines(file, result.Recorded);
            return true;
        }

        foreach (var difference in result.Differences)
        {
            Console.WriteLine($"{file}: {difference}");
        }

        return result.Differences.Count == 0;
    }
    catch (Exception error) when (error is ScenarioException or IOException or InvariantViolationException
        or MoneyException or FormatException or OverflowException)
    {
        Console.WriteLine($"{file}: {error.Message}");
        return false;
    }
}

IVenue MakeVenue(EngineOptions options) =>
    args.Contains("--reference") ? new ReferenceVenue(options)
    : args.Contains("--ledger") ? new LedgerVenue(options)
    : new EngineVenue(options);
