using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: an administrative, custody or settlement command had no effect.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CommandRejected
{
    public const int SizeBytes = 16;

    public CommandType CommandType;
    public CommandRejectReason Reason;
    private readonly uint _padding;

    /// <summary>What was named: market, asset, deposit or first match id.</summary>
    public ulong Reference;
}
