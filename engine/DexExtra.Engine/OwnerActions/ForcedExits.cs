using DexExtra.Engine.Ledger;

namespace DexExtra.Engine.OwnerActions;

/// <summary>
/// X9: per balance what its owner's open exits may still take out of the vault, and what is locked for them. While more
/// is asked for than is locked the account is short: the vault may take any of its money at any time.
/// </summary>
internal sealed class ForcedExits(int balances, int accounts)
{
    private readonly Int128[] _asked = new Int128[balances];
    private readonly Int128[] _locked = new Int128[balances];
    private readonly int[] _shortBalances = new int[accounts];

    /// <summary>Ledger units that open exits may still take.</summary>
    public Int128 Asked(int balance) => _asked[balance];

    public Int128 Locked(int balance) => _locked[balance];

    public bool IsShort(int balance) => _asked[balance] > _locked[balance];

    /// <summary>Any balance of the account is short.</summary>
    public bool IsAccountShort(int account) => _shortBalances[account] > 0;

    /// <summary>What is locked, as a side of postings.</summary>
    public LedgerEntry Entry(int balance) => new(ref _locked[balance], LedgerClass.Withdrawing);

    /// <summary>More or less is asked for.</summary>
    public void Ask(int balance, Int128 change)
    {
        _asked[balance] += change;
        Invariant.That(_asked[balance] >= 0, "no exit takes more than it asked for");
    }

    /// <summary>Counts short balances after a change of one.</summary>
    public void Count(int account, bool wasShort, bool isShort) =>
        _shortBalances[account] += (isShort ? 1 : 0) - (wasShort ? 1 : 0);
}
