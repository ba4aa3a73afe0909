using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// What the engine says each account has of each token, holds and locks included: the sum of all it was credited,
/// traded, paid and paid out. One thread.
/// </summary>
internal sealed class AccountMoney
{
    private readonly Dictionary<AccountToken, Int128> _sums = [];
    private readonly List<AccountToken> _keys = [];

    /// <summary>In the order in which they came first.</summary>
    public IReadOnlyList<AccountToken> Keys => _keys;

    /// <summary>Ledger units.</summary>
    public Int128 Of(AccountToken key) => _sums.GetValueOrDefault(key);

    /// <summary>Negative: it left.</summary>
    public void Add(in AccountId account, Address token, Int128 amount)
    {
        var key = new AccountToken(account, token);
        if (!_sums.TryGetValue(key, out var sum))
        {
            _keys.Add(key);
        }

        _sums[key] = checked(sum + amount);
    }
}
