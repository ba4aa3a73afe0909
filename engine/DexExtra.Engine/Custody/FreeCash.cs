using DexExtra.Engine.Ledger;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// R3, R4: what an account may take out: at most what is available, and only as long as its cross positions, of this
/// asset or of the one that this asset backs, keep their initial margin without any unrealised profit.
/// </summary>
internal sealed class FreeCash(EngineState state, MarginCalculator margins)
{
    /// <summary>Null when so much may leave the balance, else INSUFFICIENT_FUNDS or INSUFFICIENT_MARGIN.</summary>
    public CommandRejectReason? WhyNot(int balance, Int128 amount)
    {
        ref readonly var cash = ref state.Ledger[balance];
        if (amount > cash.Available)
        {
            return CommandRejectReason.InsufficientFunds;
        }

        var unit = margins.OfCross(balance, in ExtraOrder.None);
        return amount > margins.Unshared(balance)
            || (unit.IsUsed && unit.FreeToTakeOut < amount)
            || IsBacking(in cash, amount)
            ? CommandRejectReason.InsufficientMargin
            : null;
    }

    /// <summary>True if the unit that the asset backs would have too little without the amount.</summary>
    private bool IsBacking(in Balance cash, Int128 amount)
    {
        ref readonly var collateral = ref state.Assets[cash.Asset].Collateral;
        if (!collateral.IsSet || !state.Ledger.TryFind(cash.Account, collateral.Backed, out var backed))
        {
            return false;
        }

        var unit = margins.OfCross(backed, in ExtraOrder.None);
        if (!unit.IsUsed && state.Ledger[backed].Owed == 0)
        {
            return false;
        }

        var lost = collateral.ValueOf(cash.Available, state.TimestampNs)
            - collateral.ValueOf(cash.Available - amount, state.TimestampNs);
        return unit.FreeToTakeOut < lost;
    }
}
