using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: a mass quote took effect (C12). What became of the old quote and of each side came before, as OrderCancelled,
/// OrderAccepted and OrderRejected with what followed from them.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MassQuoted
{
    public const int SizeBytes = 56;

    public AccountId Account;
    public ulong QuoteId;
    public ulong AccountSequence;
    public uint MarketId;
    public uint QuoteSet;

    /// <summary>Orders of the old quote that were cancelled.</summary>
    public byte CancelledSides;
    public byte AcceptedSides;
    public byte RejectedSides;
    private readonly byte _padding1;
    private readonly uint _padding4;
}
