using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: the order is live and its hold is placed; trades of the same command follow in the same frame.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderAccepted
{
    public const int SizeBytes = 320;

    public NewOrder Request;
    public long OrderId;
    public ulong AccountSequence;
    public uint AssetId;
    private readonly uint _padding;

    /// <summary>Ledger units moved from available to held.</summary>
    public Int128 Hold;
    public Int128 Available;
    public Int128 Held;
}
