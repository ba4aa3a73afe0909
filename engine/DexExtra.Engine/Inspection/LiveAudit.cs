namespace DexExtra.Engine.Inspection;

/// <summary>
/// The part of the audit that is about positions with lots or open orders: each account's list names exactly these,
/// and a cross unit without any is named by one of its positions.
/// </summary>
internal static class LiveAudit
{
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public static void Check(EngineState state)
    {
        var live = 0;
        for (var slot = 0; slot < state.Positions.Count; slot++)
        {
            ref readonly var position = ref state.Positions[slot];
            Invariant.That(position.IsLive == position.IsUsed, "a position with lots or orders is listed");
            live += position.IsLive ? 1 : 0;
        }

        for (var account = 0; account < state.Accounts.Count; account++)
        {
            live -= CountOf(state, account);
        }

        Invariant.That(live == 0, "every listed position is in the list of its account");
        for (var slot = 0; slot < state.Ledger.BalanceCount; slot++)
        {
            ref readonly var balance = ref state.Ledger[slot];
            Invariant.That(
                balance.CrossPositions == 0
                    || (state.Positions[balance.CrossPosition].Account == balance.Account
                        && state.IsCrossOf(balance.CrossPosition, balance.Asset)),
                "a cross unit is named by one of its positions");
        }
    }

    private static int CountOf(EngineState state, int account)
    {
        var count = 0;
        var previous = -1;
        for (var slot = state.Positions.FirstLive(account); slot >= 0; slot = state.Positions[slot].NextLive)
        {
            ref readonly var position = ref state.Positions[slot];
            Invariant.That(
                position.IsLive && position.Account == account && position.PreviousLive == previous,
                "a list of positions runs both ways through its own");
            previous = slot;
            count++;
        }

        return count;
    }
}
