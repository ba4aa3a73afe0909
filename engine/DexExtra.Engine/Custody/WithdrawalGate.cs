using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// L6: whether a withdrawal may go to be signed. Closed by the freeze switch; and, but for small amounts, by debts that
/// nobody paid, soon after an outage, and beyond the hourly limits of the asset (docs/money.md §13).
/// </summary>
internal sealed class WithdrawalGate(EngineState state)
{
    private const ulong SecondsPerHour = 3_600;

    /// <summary>Nothing may pass at all.</summary>
    public bool IsShut => state.VenueState.FreezeWithdrawals;

    /// <summary>Lets the amount through and counts it, or says that it must wait.</summary>
    public bool TryPass(int asset, Int128 amount)
    {
        if (IsShut)
        {
            return false;
        }

        ref var entry = ref state.Assets[asset];
        var hour = state.NowSeconds / SecondsPerHour;
        if (entry.Hourly.Hour != hour)
        {
            entry.Hourly = new HourlyUse { Hour = hour };
        }

        var isOpen = amount <= entry.Limits.SmallAmount
            || (state.Shortfalls.Unpaid == 0 && !IsAfterOutage(in entry.Limits) && IsWithinHour(in entry, amount));
        entry.Hourly.Amount += isOpen ? amount : 0;
        return isOpen;
    }

    private bool IsAfterOutage(in SetWithdrawalLimits limits)
    {
        var last = state.Withdrawals.LastOutageNs;
        return last != 0 && state.TimestampNs - last < limits.OutageGateSeconds * Limits.NsPerSecond;
    }

    private static bool IsWithinHour(in Asset asset, Int128 amount)
    {
        ref readonly var limits = ref asset.Limits;
        var used = asset.Hourly.Amount + amount;
        var total = Int128.Max(0, asset.Present);
        var share = MoneyMath.Share(total, limits.HourlyShareBp, Limits.BasisPoints);
        return (limits.HourlyAmount == 0 || used <= limits.HourlyAmount)
            && (limits.HourlyShareBp == 0 || used <= share);
    }
}
