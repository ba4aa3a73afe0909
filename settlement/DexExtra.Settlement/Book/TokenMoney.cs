using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>What the engine has of each token: deposits credited minus final withdrawals. One thread.</summary>
internal sealed class TokenMoney
{
    private readonly Dictionary<Address, Int128> _sums = [];

    public IReadOnlyCollection<Address> Tokens => _sums.Keys;

    /// <summary>Ledger units.</summary>
    public Int128 Of(Address token) => _sums.GetValueOrDefault(token);

    public void List(Address token) => _sums.TryAdd(token, 0);

    /// <summary>Negative: it left.</summary>
    public void Add(Address token, Int128 amount) => _sums[token] = checked(_sums.GetValueOrDefault(token) + amount);
}
