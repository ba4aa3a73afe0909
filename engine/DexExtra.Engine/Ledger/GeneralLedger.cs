using DexExtra.Engine.Collections;

namespace DexExtra.Engine.Ledger;

/// <summary>
/// All money of the engine thread. Every movement is one double-entry <see cref="Post"/> between two entries of the
/// same asset, except <see cref="Credit"/>, which brings a deposit in. Control totals per asset and class move with
/// each posting and are compared with the deposits after every command (F8).
/// Holds are entries owned by their order: pending when placed, posted by fills, voided by cancels (K3).
/// </summary>
internal sealed class GeneralLedger
{
    private const int Classes = (int)LedgerClass.Dust + 1;

    private readonly AssetTable _assets;
    private readonly Balance[] _balances;
    private readonly FlatMap<PairKey> _balanceSlots;

    /// <summary>Per account its balance that was last asked for to be used + 1, 0 = none.</summary>
    private readonly int[] _newest;
    private readonly Int128[] _totals;
    private readonly int[] _touchedAssets;
    private readonly bool[] _isTouched;
    private int _touchedCount;

    public GeneralLedger(AssetTable assets, EngineOptions options)
    {
        _assets = assets;
        _balances = new Balance[options.MaxBalances];
        _balanceSlots = new FlatMap<PairKey>(options.MaxBalances, options.HashSeed);
        _newest = new int[options.MaxAccounts];
        _totals = new Int128[options.MaxAssets * Classes];
        _touchedAssets = new int[options.MaxAssets];
        _isTouched = new bool[options.MaxAssets];
    }

    public int BalanceCount => _balanceSlots.Count;

    /// <summary>Balances that may still be made.</summary>
    public int FreeBalances => _balances.Length - BalanceCount;

    public bool HasFreeBalance => BalanceCount < _balances.Length;

    public ref Balance this[int balance] => ref _balances[balance];

    public bool TryFind(int account, int asset, out int balance)
    {
        balance = _newest[account] - 1;
        return (balance >= 0 && _balances[balance].Asset == asset)
            || _balanceSlots.TryGet(BalanceKey(account, asset), out balance);
    }

    /// <summary>Brings near where the balance of an account is found.</summary>
    public void Fetch(int account, int asset)
    {
        var newest = _newest[account] - 1;
        if (newest >= 0)
        {
            CacheLines.Fetch(ref _balances[newest]);
        }
        else
        {
            _balanceSlots.Fetch(BalanceKey(account, asset));
        }
    }

    /// <summary>True if the pair has a balance or may still get one.</summary>
    public bool CanHold(int account, int asset) =>
        HasFreeBalance || TryFind(account, asset, out _);

    /// <summary>The pair's balance, created empty if absent; <see cref="CanHold"/> must be true.</summary>
    public int FindOrAdd(int account, int asset)
    {
        if (!TryFind(account, asset, out var balance))
        {
            balance = BalanceCount;
            _balanceSlots.Add(BalanceKey(account, asset), balance);
            _balances[balance] = new Balance { Account = account, Asset = asset };
        }

        _newest[account] = balance + 1;
        return balance;
    }

    public LedgerEntry Available(int balance) => new(ref _balances[balance].Available, LedgerClass.Available);

    public LedgerEntry Held(int balance) => new(ref _balances[balance].Held, LedgerClass.Held);

    public LedgerEntry Owed(int balance) => new(ref _balances[balance].Owed, LedgerClass.Owed);

    public LedgerEntry Guarantee(int asset) => new(ref _assets[asset].Guarantee, LedgerClass.Guarantee);

    public LedgerEntry Dust(int asset) => new(ref _assets[asset].Dust, LedgerClass.Dust);

    public LedgerEntry Fees(int asset) => new(ref _assets[asset].Fees, LedgerClass.Fee);

    public Int128 Total(int asset, LedgerClass kind) => _totals[(asset * Classes) + (int)kind];

    /// <summary>Moves an amount, in ledger units, from one entry to another.</summary>
    public void Post(int asset, LedgerEntry from, LedgerEntry to, Int128 amount)
    {
        Invariant.That(amount >= 0, "a posting is not negative");
        from.Amount -= amount;
        to.Amount += amount;
        Invariant.That(from.IsLegal && to.IsLegal, "every ledger entry keeps the sign of its class");
        _totals[(asset * Classes) + (int)from.Kind] -= amount;
        _totals[(asset * Classes) + (int)to.Kind] += amount;
        Touch(asset);
    }

    /// <summary>Pays an account: first its debt, the rest is available.</summary>
    public void PayIn(int balance, LedgerEntry from, Int128 amount)
    {
        ref readonly var account = ref _balances[balance];
        if (account.Owed != 0)
        {
            var repaid = Int128.Min(amount, -account.Owed);
            Post(account.Asset, from, Owed(balance), repaid);
            amount -= repaid;
        }

        Post(account.Asset, from, Available(balance), amount);
    }

    /// <summary>Charges a cross account: first what is available, the rest is owed; equity was tested.</summary>
    public void Charge(int balance, LedgerEntry to, Int128 amount)
    {
        var asset = _balances[balance].Asset;
        var paid = Int128.Min(amount, _balances[balance].Available);
        Post(asset, Available(balance), to, paid);
        Post(asset, Owed(balance), to, amount - paid);
    }

    /// <summary>Takes a hold: for a cross position like any charge, else from what is available (R1).</summary>
    public void Hold(int balance, Int128 amount, bool mayOwe)
    {
        if (mayOwe)
        {
            Charge(balance, Held(balance), amount);
        }
        else
        {
            Post(_balances[balance].Asset, Available(balance), Held(balance), amount);
        }
    }

    /// <summary>Brings a deposit into an account: first its debt, the rest is available.</summary>
    public void Credit(int balance, Int128 amount)
    {
        var asset = _balances[balance].Asset;
        var repaid = Int128.Min(amount, -_balances[balance].Owed);
        _balances[balance].Owed += repaid;
        _balances[balance].Available += amount - repaid;
        _totals[(asset * Classes) + (int)LedgerClass.Owed] += repaid;
        _totals[(asset * Classes) + (int)LedgerClass.Available] += amount - repaid;
        _assets[asset].Deposited += amount;
        Touch(asset);
    }

    /// <summary>Takes a withdrawal that is final on chain out of the ledger (K2).</summary>
    public void Withdraw(int asset, LedgerEntry from, Int128 amount)
    {
        from.Amount -= amount;
        Invariant.That(amount >= 0 && from.IsLegal, "a withdrawal takes what was locked for it");
        _totals[(asset * Classes) + (int)from.Kind] -= amount;
        _assets[asset].Withdrawn += amount;
        Touch(asset);
    }

    /// <summary>F8: what the command moved added up to nothing.</summary>
    public void VerifyTouched()
    {
        while (_touchedCount > 0)
        {
            var asset = _touchedAssets[--_touchedCount];
            _isTouched[asset] = false;
            Int128 sum = 0;
            for (var kind = 0; kind < Classes; kind++)
            {
                sum += _totals[(asset * Classes) + kind];
            }

            Invariant.That(
                sum == _assets[asset].Deposited - _assets[asset].Withdrawn, "all entries = deposited − withdrawn (F8)");
        }
    }

    private static PairKey BalanceKey(int account, int asset) => new((ulong)account, (ulong)asset);

    private void Touch(int asset)
    {
        if (!_isTouched[asset])
        {
            _isTouched[asset] = true;
            _touchedAssets[_touchedCount++] = asset;
        }
    }
}
