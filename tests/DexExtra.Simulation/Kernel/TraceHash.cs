using System.Numerics;

namespace DexExtra.Simulation.Kernel;

/// <summary>Folds everything that leaves a run into one number: equal seeds must give equal numbers. One thread.</summary>
internal sealed class TraceHash
{
    private const ulong Prime = 0x0000_0100_0000_01B3;

    public ulong Value { get; private set; } = 0xCBF2_9CE4_8422_2325;

    public void Add(ulong value) => Value = BitOperations.RotateLeft(unchecked((Value ^ value) * Prime), 23);

    public void Add(long value) => Add((ulong)value);

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BitConverter.ToUInt64(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        Add(crc);
    }
}
