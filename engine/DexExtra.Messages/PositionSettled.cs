using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a position was paid out (M9).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PositionSettled
{
    public const int SizeBytes = 168;

    public AccountId Account;
    public ulong AccountSequence;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Signed, before.</summary>
    public long Lots;
    public long SettlementTicks;

    /// <summary>Of what was open, before Socialised.</summary>
    public Int128 RealisedPnl;

    /// <summary>What the account gained or paid, fee included.</summary>
    public Int128 CashDelta;

    /// <summary>Gain that was kept to pay others’ losses.</summary>
    public Int128 Socialised;
    public Int128 Fee;
    public Int128 Available;
    public Int128 Held;

    /// <summary>Not positive.</summary>
    public Int128 Owed;
}
