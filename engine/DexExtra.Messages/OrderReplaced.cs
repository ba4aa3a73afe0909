using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: the signed order that stands behind an open order from here on (C4); OrderAmended follows. Not numbered in
/// the account's stream.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OrderReplaced
{
    public const int SizeBytes = 408;

    public NewOrder Request;
    public long OrderId;
}
