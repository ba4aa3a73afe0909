using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Bench.Core;

/// <summary>One operation of a workload file: 32 bytes, little-endian; prices in ticks, quantities in lots.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
internal struct WorkloadRecord
{
    public const int SizeBytes = 32;

    public WorkloadOp Op;

    /// <summary>0 buys, 1 sells.</summary>
    public byte SideCode;
    private readonly ushort _padding2;
    private readonly uint _padding4;
    public long Id;
    public long PriceTicks;
    public long QuantityLots;

    public readonly Side Side => SideCode == 0 ? Side.Buy : Side.Sell;
}
