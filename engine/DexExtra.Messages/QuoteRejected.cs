using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a mass quote or a request about a quote set was refused and changed nothing (C12).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct QuoteRejected
{
    public const int SizeBytes = 56;

    public AccountId Account;

    /// <summary>Id of the refused request: of a mass quote its QuoteId.</summary>
    public ulong QuoteId;

    /// <summary>0 for an account that was never credited.</summary>
    public ulong AccountSequence;

    /// <summary>0 for a request about a quote set.</summary>
    public uint MarketId;
    public uint QuoteSet;
    public RejectReason Reason;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
