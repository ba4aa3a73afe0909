using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: an operator or the calendar starts a call auction (A1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct StartAuction
{
    public const int SizeBytes = 16;

    public uint MarketId;

    /// <summary>Opening, Scheduled, Reopening or Closing; the engine itself starts the others.</summary>
    public AuctionKind Kind;
    private readonly byte _padding1;
    private readonly ushort _padding2;

    /// <summary>A8: shortest call.</summary>
    public uint DurationSeconds;

    /// <summary>A8: 0 to 30, the draw comes when the shortest call is over.</summary>
    public uint RandomSeconds;
}
