namespace DexExtra.Engine.Risk;

/// <summary>
/// L2-6: what accounts realised in markets where a loss is being shared, ledger units. It is not free before its
/// account was charged (docs/money.md §10). Costs nothing while no loss is shared, else a look per position.
/// </summary>
internal sealed class SharedGains(EngineState state)
{
    /// <summary>Of an account in markets that settle in an asset.</summary>
    public Int128 Of(int account, int asset)
    {
        Int128 sum = 0;
        if (state.Liquidations.IsAnyShared)
        {
            var slot = state.Accounts[account].FirstPosition;
            for (; slot >= 0; slot = state.Positions[slot].NextOfAccount)
            {
                ref readonly var position = ref state.Positions[slot];
                var market = state.Markets[position.Market];
                sum += market.Sharing != 0 && market.Asset == asset ? position.GainOf(market.Sharing) : 0;
            }
        }

        return sum;
    }

    /// <summary>Of the account of a balance.</summary>
    public Int128 Of(int balance) => Of(state.Ledger[balance].Account, state.Ledger[balance].Asset);
}
