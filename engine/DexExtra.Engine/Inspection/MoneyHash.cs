using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;

namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: every ledger entry (docs/money.md §1) and what it stands for.</summary>
internal static class MoneyHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        AddAssets(fold, state);
        for (var slot = 0; slot < state.Ledger.BalanceCount; slot++)
        {
            ref readonly var balance = ref state.Ledger[slot];
            fold.Add(balance.Account);
            fold.Add(balance.Asset);
            fold.Add(balance.Available);
            fold.Add(balance.Held);
            fold.Add(balance.Owed);
            fold.Add((long)balance.Level);
            LiquidationHash.AddJob(fold, state, balance.Liquidation);
            fold.Add(balance.InLiquidation);
            fold.Add(balance.CrossPosition);
            fold.Add(state.Exits.Asked(slot));
            fold.Add(state.Exits.Locked(slot));
        }

        for (var slot = 0; slot < state.Deposits.Count; slot++)
        {
            fold.Add(state.Deposits[slot].ChainId);
            fold.Add(state.Deposits[slot].Last);
        }

        for (var slot = 0; slot < state.OwnerActions.Count; slot++)
        {
            fold.Add(state.OwnerActions[slot].ChainId);
            fold.Add(state.OwnerActions[slot].Last);
        }

        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            AddPosition(fold, in state.Positions[slot]);
            LiquidationHash.AddJob(fold, state, state.Positions[slot].Liquidation);
        }

        fold.Add(state.Shortfalls.Unpaid);
        fold.Add(state.Liquidations.EverShared);
        FeeHash.Add(fold, state);
        CustodyHash.Add(fold, state);
    }

    /// <summary>What a market owns and how it asks for margin.</summary>
    public static void AddMarket(HashFold fold, Market market)
    {
        fold.Add(market.PoolAmount);
        fold.Add(market.InsuranceAmount);
        fold.Add(market.FeesCollected);
        fold.AddBytes(in market.Risk);
    }

    private static void AddAssets(HashFold fold, EngineState state)
    {
        for (var slot = 0; slot < state.Assets.Count; slot++)
        {
            ref readonly var asset = ref state.Assets[slot];
            fold.AddBytes(in asset.Listing);
            fold.Add(asset.Fees);
            fold.Add(asset.Guarantee);
            fold.Add(asset.Dust);
            fold.Add(asset.Deposited);
            fold.Add(asset.Withdrawn);
            fold.AddBytes(in asset.Collateral.Terms);
            fold.Add(asset.Collateral.IsSet);
            fold.Add(asset.Collateral.HasPrice);
            fold.Add(asset.Collateral.Price);
            fold.Add(asset.Collateral.PriceNs);
            fold.AddBytes(in asset.Limits);
            fold.Add(asset.Hourly.Hour);
            fold.Add(asset.Hourly.Amount);
        }
    }

    private static void AddPosition(HashFold fold, in Position position)
    {
        fold.Add(position.Account);
        fold.Add(position.Market);
        fold.Add(position.Lots);
        fold.Add(position.OpenBuyLots);
        fold.Add(position.OpenSellLots);
        fold.Add(position.ReduceOnlyBuyLots);
        fold.Add(position.ReduceOnlySellLots);
        fold.Add(position.NextLive);
        fold.Add(position.Cost);
        fold.Add((long)position.Mode);
        fold.Add(position.Bucket);
        fold.Add(position.Shortfall);
        fold.Add(position.SharedGain);
        fold.Add(position.SharedGainOf);
        fold.Add((long)position.Level);
        fold.Add(position.Weight);
        fold.Add(position.Quantile);
        fold.Add(position.InLiquidation);
        fold.Add(position.FeesPaid);
        fold.AddBytes(in position.Life);
    }
}
