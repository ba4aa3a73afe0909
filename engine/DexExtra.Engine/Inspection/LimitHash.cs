namespace DexExtra.Engine.Inspection;

/// <summary>Part of the state hash: limits, what they are compared with, kill switches (docs/money.md §5).</summary>
internal static class LimitHash
{
    public static void Add(HashFold fold, EngineState state)
    {
        fold.Add(state.VenueState.HaltTrading);
        fold.Add(state.VenueState.FreezeWithdrawals);
        for (var account = 0; account < state.Accounts.Count; account++)
        {
            fold.AddBytes(in state.RiskLimits.OfAccount(account));
        }

        for (var owner = 0; owner < state.Accounts.OwnerCount; owner++)
        {
            fold.AddBytes(in state.RiskLimits.OfOwner(owner));
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            fold.AddBytes(in market.RiskLimits);
            fold.Add(market.OrderSizes.Mean);
            fold.Add(market.OrderSizes.Seen);
        }

        for (var balance = 0; balance < state.Ledger.BalanceCount; balance++)
        {
            fold.Add(state.DailyResults.Of(balance, state.Today));
        }
    }
}
