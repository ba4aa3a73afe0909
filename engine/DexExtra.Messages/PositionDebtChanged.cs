using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: what an isolated position owes changed (docs/money.md §6, §10), by what was reported just before. It is
/// nobody's private event: it has no number in the account's stream.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct PositionDebtChanged
{
    public const int SizeBytes = 64;

    public AccountId Account;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Ledger units, signed: negative is more debt.</summary>
    public Int128 Change;

    /// <summary>After, not positive; ledger units. Owed by the position, never by the account.</summary>
    public Int128 Debt;
}
