using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Payments of funds into accounts, which the vault makes out of collected fees in the same order. Fees that a reversal
/// gives back (X4) are none: the chain never took them. One thread.
/// </summary>
internal sealed class FundBook
{
    private readonly List<FundEntry> _entries = [];

    /// <summary>Newest payment of the log; 0 before the first.</summary>
    public ulong LastId => (ulong)_entries.Count;

    /// <summary>Newest payment that the vault has made, as it was last seen.</summary>
    public ulong PaidThrough { get; set; }

    /// <summary>What the engine did that the vault cannot; null when it did nothing like it.</summary>
    public string? Unfollowed { get; private set; }

    /// <summary>In order, those that the vault has not made.</summary>
    public IEnumerable<FundEntry> Open => _entries.Skip((int)Math.Min(PaidThrough, LastId));

    public void Apply(in BalanceChanged changed, Address token, ulong settledThrough)
    {
        if (changed.Amount < 0)
        {
            Unfollowed = $"{changed.Kind} took money from {changed.Account.Owner}, which the vault cannot follow (K5)";
        }
        else if (changed is { Kind: BalanceChange.FundIn } or { Kind: BalanceChange.FeeRefund, Reference: 0 })
        {
            var amount = (UInt128)changed.Amount;
            _entries.Add(new FundEntry(LastId + 1, changed.Account, token, amount, settledThrough));
        }
    }

    /// <summary>True when a match may use money that the vault has not paid yet.</summary>
    public bool IsAwaitedBy(MatchEntry match) => PaidThrough < LastId && Open.Any(entry =>
        entry.SettledThrough < match.MatchId
        && (entry.Account == match.BuyCash.Account || entry.Account == match.SellCash.Account));
}
