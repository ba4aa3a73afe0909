using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: two signed orders that trade with each other off the book (U3).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct BlockTrade
{
    public const int SizeBytes = 800;

    public NewOrder Buy;
    public NewOrder Sell;
}
