using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// R3, R4: what an account may take out: at most what is available, and only as long as its cross positions, of this
/// asset or of the one that this asset backs, keep their initial margin without any unrealised profit. Nothing while a
/// forced exit may take more than is locked for it (X9).
/// </summary>
internal sealed class FreeCash(EngineState state, MarginCalculator margins)
{
    /// <summary>Null when so much may leave the balance, else INSUFFICIENT_FUNDS or INSUFFICIENT_MARGIN.</summary>
    public CommandRejectReason? WhyNot(int balance, Int128 amount)
    {
        ref readonly var cash = ref state.Ledger[balance];
        if (amount > cash.Available || state.Exits.IsAccountShort(cash.Account))
        {
            return CommandRejectReason.InsufficientFunds;
        }

        var unit = margins.OfCross(balance, in ExtraOrder.None);
        return amount > margins.Unshared(balance)
            || (unit.IsUsed && unit.FreeToTakeOut < amount)
            || !margins.KeepsBacked(balance, amount)
            ? CommandRejectReason.InsufficientMargin
            : null;
    }
}
