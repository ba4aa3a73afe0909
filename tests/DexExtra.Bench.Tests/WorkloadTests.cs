using System.Runtime.InteropServices;
using DexExtra.Bench.Core;

namespace DexExtra.Bench.Tests;

/// <summary>What `bench core` measures must first be right: the same trades in the same order as a slow book.</summary>
public sealed class WorkloadTests
{
    private const int Operations = 12_000;
    private const int Prefill = 400;

    public static TheoryData<string, ulong> Workloads()
    {
        var data = new TheoryData<string, ulong>();
        foreach (var shape in WorkloadShape.All)
        {
            foreach (var seed in new ulong[] { 1, 2, 0xDEC1DE })
            {
                data.Add(shape.Name, seed);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void Book_and_engine_make_the_trades_of_a_slow_book(string name, ulong seed)
    {
        var records = Generate(name, seed, out var expected);
        var slow = new SlowBook();
        foreach (var record in records)
        {
            slow.Apply(record);
        }

        Assert.True(slow.Trades > Operations / 20);
        Assert.Equal(slow.Hash, expected.Hash);
        var measurement = new CoreMeasurement(records, Prefill);
        Assert.Equal(slow.Hash, measurement.Expected.Hash);
        Assert.Equal(slow.Trades, measurement.Expected.Trades);
        foreach (var mode in new[] { "book", "engine" })
        {
            Assert.Equal(measurement.Expected, measurement.Verify(mode));
        }
    }

    [Fact]
    public void A_record_has_the_layout_of_the_format()
    {
        var bytes = new byte[WorkloadRecord.SizeBytes];
        bytes[0] = 3;
        bytes[1] = 1;
        bytes[8] = 7;
        bytes[16] = 11;
        bytes[24] = 13;
        var record = MemoryMarshal.Read<WorkloadRecord>(bytes);

        Assert.Equal((WorkloadOp.Immediate, (byte)1, 7L, 11L, 13L),
            (record.Op, record.SideCode, record.Id, record.PriceTicks, record.QuantityLots));
    }

    [Theory]
    [MemberData(nameof(Workloads))]
    public void A_seed_gives_the_same_bytes_again_and_another_seed_others(string name, ulong seed)
    {
        var first = MemoryMarshal.AsBytes(Generate(name, seed, out _).AsSpan()).ToArray();

        Assert.Equal(first, MemoryMarshal.AsBytes(Generate(name, seed, out _).AsSpan()).ToArray());
        Assert.NotEqual(first, MemoryMarshal.AsBytes(Generate(name, seed + 1, out _).AsSpan()).ToArray());
    }

    [Fact]
    public void Every_workload_has_the_mix_that_it_is_named_for()
    {
        var realistic = Shares("realistic");
        Assert.InRange(realistic[WorkloadOp.Cancel], 0.27, 0.37);
        Assert.InRange(realistic[WorkloadOp.Replace], 0.07, 0.13);
        Assert.InRange(realistic[WorkloadOp.Immediate], 0.04, 0.08);
        Assert.Equal([WorkloadOp.New, WorkloadOp.Immediate], Shares("matchheavy").Keys.Order());
        Assert.InRange(Shares("deep")[WorkloadOp.Immediate], 0.03, 0.07);
    }

    [Fact]
    public void A_file_comes_back_as_it_was_written_and_a_torn_one_is_refused()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("dexextra-bench-").FullName, "w.bin");
        var records = Generate("realistic", 5, out var expected);
        WorkloadFile.Write(path, records, Prefill, in expected);

        Assert.Equal(records, WorkloadFile.Read(path));
        Assert.Contains($"hash {expected.Hash}", File.ReadAllLines(Path.ChangeExtension(path, ".meta")));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        Assert.Throws<BenchException>(() => WorkloadFile.Read(path));
        File.WriteAllBytes(path, new byte[WorkloadRecord.SizeBytes]);
        Assert.Throws<BenchException>(() => WorkloadFile.Read(path));
    }

    private static Dictionary<WorkloadOp, double> Shares(string name) => Generate(name, 9, out _)
        .Skip(Prefill)
        .GroupBy(record => record.Op)
        .ToDictionary(group => group.Key, group => group.Count() / (double)(Operations - Prefill));

    private static WorkloadRecord[] Generate(string name, ulong seed, out TradeTally expected) =>
        WorkloadGenerator.Generate(WorkloadShape.Parse(name), seed, Operations, Prefill, out expected);
}
