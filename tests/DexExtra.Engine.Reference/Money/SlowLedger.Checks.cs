using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What holds after every frame for what it touched, and, now and then, for everything from the ground up.</summary>
public sealed partial class SlowLedger
{
    private void EndFrame()
    {
        if (_closed.Count > 0)
        {
            throw Failure("a position ended without PositionClosed (F10)" + Of(_closed[0].Position.Wallet));
        }

        foreach (var debtor in _sales.Keys)
        {
            ExpectSales(debtor, null);
        }

        That(_exiting is null, "nothing was said of what an exit may take (X9)");
        That(_sold is null, "collateral is sold for nothing (C13)");
        That(_levy is null, "a loss is socialised for nobody (§10)");
        That(_refunds.Count == 0, "a busted trade without FEE_REFUND (F11)");
        ExpectPrompt();
        foreach (var wallet in _touchedWallets)
        {
            Check(wallet);
            var total = wallet.Total();
            Touch(wallet.Asset).Sum += total - wallet.Counted;
            (wallet.Counted, wallet.IsTouched) = (total, false);
        }

        foreach (var market in _touchedMarkets)
        {
            That(market.Insurance >= 0, "an insurance is negative");
            That(market.State != MarketState.Closed || market.Insurance == 0, "a closed market keeps its insurance (M12)");
            That(market.LongLots == market.ShortLots || market.State == MarketState.Settling, "positions of a market are not zero-sum");
            market.Asset.Sum += market.Pool + market.Insurance - market.Counted;
            (market.Counted, market.IsTouched) = (market.Pool + market.Insurance, false);
        }

        foreach (var asset in _touchedAssets)
        {
            That(asset.Fees >= 0 && asset.Guarantee >= 0 && asset.Dust >= 0, "a fund is negative");
            Expect("what accounts and funds exchanged", 0, asset.Clearing);
            asset.Sum += asset.Funds - asset.Counted;
            (asset.Counted, asset.IsTouched) = (asset.Funds, false);
            Expect("Σ of all entries (F8)", asset.Deposited - asset.Withdrawn, asset.Sum);
        }

        _touchedWallets.Clear();
        _touchedMarkets.Clear();
        _touchedAssets.Clear();
    }

    /// <summary>Signs (§1), R1, and F7: what the wallet is worth is what explains it.</summary>
    private void Check(SlowWallet wallet)
    {
        That(wallet.Available >= 0 && wallet.Held >= 0 && wallet.Withdrawing >= 0 && wallet.Owed <= 0, "a sign is wrong", wallet);
        That(wallet.Owed == 0 || wallet.Available == 0, "somebody owes while cash is available", wallet);
        Expect("worth of the wallet (F7)", wallet.Explained, wallet.Worth(), wallet);
        var mayOwe = wallet.Owed == 0;
        foreach (var position in wallet.Positions)
        {
            mayOwe |= position.Mode == MarginMode.Cross;
            That(position.Bucket >= 0 && position.Debt <= 0, "a bucket is negative", wallet);
            That(position.Mode == MarginMode.Isolated || (position.Bucket == 0 && position.Debt == 0), "a bucket is not isolated", wallet);
            Expect("debt that events have shown", position.Debt, position.ReportedDebt, wallet);
            That(position.Lots != 0 || position.Cost == 0, "a flat position has a cost (F7)", wallet);
            Expect("realised by all fills (F7)", position.Flow + position.Cost, position.Realised, wallet);
        }

        mayOwe |= wallet.HasExited;
        That(mayOwe, "a FULL-only account owes (R1)", wallet);
    }

    /// <summary>FULL: open interest × (cap − floor). Margin: −Σ cost.</summary>
    private void ExpectPool(SlowMarket market)
    {
        var expected = market.IsMargin ? -market.Cost : market.LongLots * (Int128)market.RangeValue;
        Expect("pool against positions", expected, market.Pool);
    }

    /// <summary>Everything from the ground up: sums over all wallets, orders, positions, markets and withdrawals.</summary>
    /// <exception cref="MoneyException">Something does not add up.</exception>
    public void Recompute()
    {
        var sums = Assets.Values.ToDictionary(asset => asset, asset => (BigInteger)asset.Funds);
        var held = new Dictionary<SlowWallet, Int128>();
        foreach (var order in Orders.Values)
        {
            held[order.Position.Wallet] = held.GetValueOrDefault(order.Position.Wallet) + order.Hold;
            That(order.Leaves > 0 && order.Hold >= 0, "an open order has nothing left", order.Position.Wallet);
        }

        var locked = new Dictionary<SlowWallet, Int128>();
        foreach (var item in Withdrawals.Values.Where(item => item.State is not (WithdrawalState.Final or WithdrawalState.Failed)))
        {
            locked[item.Wallet] = locked.GetValueOrDefault(item.Wallet) + item.Amount;
        }

        foreach (var wallet in WalletList)
        {
            Check(wallet);
            Expect("Σ holds", held.GetValueOrDefault(wallet), wallet.Held, wallet);
            Expect("Σ withdrawals", locked.GetValueOrDefault(wallet), wallet.Withdrawing, wallet);
            sums[wallet.Asset] += wallet.Total();
        }

        foreach (var market in Markets.Values)
        {
            Recompute(market);
            sums[market.Asset] += market.Pool + market.Insurance;
        }

        foreach (var (asset, sum) in sums)
        {
            That(sum == asset.Deposited - asset.Withdrawn, "Σ of all entries is not deposited − withdrawn (F8)");
        }
    }

    private void Recompute(SlowMarket market)
    {
        Int128 lots = 0;
        Int128 longs = 0;
        Int128 cost = 0;
        foreach (var position in market.Positions.Values)
        {
            lots += position.Lots;
            longs += Math.Max(0, position.Lots);
            cost += position.Cost;
        }

        Expect("Σ positions of a market", 0, market.State == MarketState.Settling ? 0 : lots);
        Expect("open interest", longs, market.LongLots);
        Expect("Σ cost", cost, market.Cost);
        if (market.State is not (MarketState.Settling or MarketState.Settled or MarketState.Closed))
        {
            ExpectPool(market);
        }
    }
}
