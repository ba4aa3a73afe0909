using System.Globalization;
using System.Runtime.InteropServices;

namespace DexExtra.Bench.Core;

/// <summary>Workload files: records one after the other, no header (bench/README.md).</summary>
internal static class WorkloadFile
{
    /// <exception cref="BenchException">Not a whole number of records, or a record that is none.</exception>
    public static WorkloadRecord[] Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length == 0 || file.Length % WorkloadRecord.SizeBytes != 0)
        {
            throw new BenchException($"{path}: {file.Length} bytes are no whole records");
        }

        var records = new WorkloadRecord[file.Length / WorkloadRecord.SizeBytes];
        file.ReadExactly(MemoryMarshal.AsBytes(records.AsSpan()));
        for (var index = 0; index < records.Length; index++)
        {
            if (!IsValid(in records[index]))
            {
                throw new BenchException($"{path}: record {index} is none");
            }
        }

        return records;
    }

    /// <summary>Writes the records and beside them, in a .meta file, what they must come to.</summary>
    public static void Write(string path, WorkloadRecord[] records, int prefill, in TradeTally expected)
    {
        using (var file = File.Create(path))
        {
            file.Write(MemoryMarshal.AsBytes(records.AsSpan()));
        }

        var lines = new (string Name, Int128 Value)[]
        {
            ("nops", records.Length),
            ("prefill", prefill),
            ("maxid", records.Max(record => record.Id)),
            ("trades", expected.Trades),
            ("qty", expected.QuantityLots),
            ("notional", expected.Notional),
            ("hash", expected.Hash),
            ("minpx", records.Min(record => record.PriceTicks)),
            ("maxpx", records.Max(record => record.PriceTicks)),
        };
        File.WriteAllLines(
            Path.ChangeExtension(path, ".meta"),
            lines.Select(line => string.Create(CultureInfo.InvariantCulture, $"{line.Name} {line.Value}")));
    }

    private static bool IsValid(in WorkloadRecord record) =>
        record.Op is >= WorkloadOp.New and <= WorkloadOp.Replace
        && record.SideCode <= 1
        && (record.Op == WorkloadOp.Cancel || record.QuantityLots > 0);
}
