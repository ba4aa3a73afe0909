using System.Text.Json;
using DexExtra.Bench.Core;
using DexExtra.Ring.Threads;

namespace DexExtra.Bench.Scenarios;

/// <summary>The book and the engine on workload files (bench/README.md): one file, a new file, or all of it.</summary>
internal static class CoreBench
{
    private const int DefaultRuns = 5;
    private const int DefaultSeed = 1;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Run(Arguments arguments)
    {
        if (arguments.Text("--cpu") is not null)
        {
            CpuAffinity.PinCurrentThread(arguments.Number("--cpu", 0, least: 0));
        }

        RunClock.IsCpuTime = arguments.Text("--clock") == "cpu";
        if (arguments.Text("--generate") is { } name)
        {
            Generate(WorkloadShape.Parse(name), arguments);
        }
        else if (arguments.Has("--all"))
        {
            CoreComparison.Run(arguments);
        }
        else
        {
            Measure(arguments);
        }
    }

    private static void Measure(Arguments arguments)
    {
        var path = arguments.Text("--input") ?? throw new BenchException("core takes --input, --generate or --all");
        var records = WorkloadFile.Read(path);
        var prefill = arguments.Number("--prefill", 0, least: 0);
        if (prefill >= records.Length)
        {
            throw new BenchException($"--prefill {prefill} leaves nothing of {records.Length} operations");
        }

        var mode = arguments.Text("--mode") ?? "book";
        var figures = new CoreMeasurement(records, prefill).Measure(mode, arguments.Number("--runs", DefaultRuns));
        Console.WriteLine(JsonSerializer.Serialize(figures, Indented));
    }

    private static void Generate(WorkloadShape shape, Arguments arguments)
    {
        var path = arguments.Text("--output") ?? throw new BenchException("--generate needs --output FILE");
        var operations = arguments.Number("--operations", WorkloadShape.DefaultOperations);
        var prefill = arguments.Number("--prefill", shape.Prefill);
        if (prefill >= operations)
        {
            throw new BenchException($"a prefill of {prefill} leaves nothing of {operations} operations");
        }

        var seed = (ulong)arguments.Number("--seed", DefaultSeed);
        var records = WorkloadGenerator.Generate(shape, seed, operations, prefill, out var expected);
        WorkloadFile.Write(path, records, prefill, in expected);
        Console.WriteLine(JsonSerializer.Serialize(
            new { shape.Name, seed, operations, prefill, expected.Trades, TradeHash = $"{expected.Hash:x16}" },
            Indented));
    }
}
