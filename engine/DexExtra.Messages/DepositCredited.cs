using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a deposit is available for trading (K1 CREDITED).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct DepositCredited
{
    public const int SizeBytes = 184;

    public Deposit Request;
    public ulong AccountSequence;
    public uint AssetId;
    private readonly uint _padding;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive: debt of a cross account (docs/money.md §1).</summary>
    public Int128 Owed;
}
