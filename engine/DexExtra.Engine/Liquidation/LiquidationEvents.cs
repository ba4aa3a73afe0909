using DexExtra.Engine.Ledger;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>Events of liquidations that are built the same way in several places.</summary>
internal sealed class LiquidationEvents(
    EngineState state, MarginUnits units, BalanceReports balances, DebtReports debts)
{
    /// <summary>A stage or step of a unit's liquidation, with what the caller knows of it.</summary>
    public void Report<TSink>(in LiquidationJob job, Market? market, LiquidationChanged changed, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var unit = job.Unit;
        var account = units.Account(in unit);
        var margin = units.Reckon(in unit);
        changed.Account = state.Accounts[account].Id;
        changed.AccountSequence = state.Accounts.NextSequence(account);
        changed.AssetId = state.Assets[units.Asset(in unit)].Listing.AssetId;
        changed.MarketId = (market ?? MarketOf(in unit))?.Terms.MarketId ?? 0;
        changed.Equity = margin.Equity;
        changed.MaintenanceMargin = margin.MaintenanceMargin;
        changed.Step = job.Steps;
        changed.IsIsolated = unit.IsIsolated ? (byte)1 : (byte)0;
        changed.IsSharing = job.HasClaim && units.MarketOf(job.Position).Sharing != 0 ? (byte)1 : (byte)0;
        sink.Append(EventType.LiquidationChanged, in changed);
    }

    /// <summary>Money that a unit got or gave without an order or trade, already moved.</summary>
    public void Balance<TSink>(
        in MarginUnit unit, BalanceChange kind, Int128 amount, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        balances.Report(units.Balance(in unit), kind, amount, default, 0, market, ref sink);
        if (unit.IsIsolated)
        {
            debts.Report(unit.Slot, ref sink);
        }
    }

    /// <summary>The same for one balance that belongs to no market.</summary>
    public void Balance<TSink>(int balance, BalanceChange kind, Int128 amount, ref TSink sink)
        where TSink : struct, IEventSink =>
        balances.Report(balance, kind, amount, default, 0, null, ref sink);

    /// <summary>The insurance of a market gained or lost.</summary>
    public static void Insurance<TSink>(Market market, BalanceChange cause, Int128 amount, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new FundChanged
        {
            Kind = FundKind.Insurance,
            Cause = cause,
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Amount = amount,
            Balance = market.InsuranceAmount,
        };
        sink.Append(EventType.FundChanged, in changed);
    }

    /// <summary>The guarantee fund of an asset gained or lost.</summary>
    public void Guarantee<TSink>(int asset, BalanceChange cause, Int128 amount, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new FundChanged
        {
            Kind = FundKind.Guarantee,
            Cause = cause,
            AssetId = state.Assets[asset].Listing.AssetId,
            Amount = amount,
            Balance = state.Assets[asset].Guarantee,
        };
        sink.Append(EventType.FundChanged, in changed);
    }

    /// <summary>An isolated unit belongs to its market whether or not that stage closed anything there.</summary>
    private Market? MarketOf(in MarginUnit unit) => unit.IsIsolated ? units.MarketOf(unit.Slot) : null;
}
