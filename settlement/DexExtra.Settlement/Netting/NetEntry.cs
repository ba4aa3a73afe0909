using DexExtra.Messages;

namespace DexExtra.Settlement.Netting;

/// <summary>
/// What a batch does to one subaccount in one market: NetEntry of NetTypes.sol. Quantity 1e-8; cash, the sum of
/// −side × quantity × price × multiplier, and fee in ledger units.
/// </summary>
internal readonly record struct NetEntry(
    uint MarketId, AccountId Account, Int128 Quantity, Int128 Cash, Int128 Fee, uint Legs)
{
    /// <summary>The order in which entries stand: market, account, subaccount.</summary>
    public static int Compare(NetEntry one, NetEntry other)
    {
        var markets = one.MarketId.CompareTo(other.MarketId);
        return markets != 0 ? markets : Compare(one.Account, other.Account);
    }

    private static int Compare(AccountId one, AccountId other)
    {
        Span<byte> bytes = stackalloc byte[2 * Address.SizeBytes];
        one.Owner.CopyTo(bytes);
        other.Owner.CopyTo(bytes[Address.SizeBytes..]);
        var owners = bytes[..Address.SizeBytes].SequenceCompareTo(bytes[Address.SizeBytes..]);
        return owners != 0 ? owners : one.Subaccount.CompareTo(other.Subaccount);
    }
}
