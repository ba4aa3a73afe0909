using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>Events of liquidations that are built the same way in several places.</summary>
internal sealed class LiquidationEvents(EngineState state, MarginUnits units)
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
        changed.MarketId = market?.Terms.MarketId ?? 0;
        changed.Equity = margin.Equity;
        changed.MaintenanceMargin = margin.MaintenanceMargin;
        changed.Step = job.Steps;
        changed.IsIsolated = unit.IsIsolated ? (byte)1 : (byte)0;
        sink.Append(EventType.LiquidationChanged, in changed);
    }

    /// <summary>Money that a unit got or gave without an order or trade, already moved.</summary>
    public void Balance<TSink>(
        in MarginUnit unit, BalanceChange kind, Int128 amount, Market? market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var margin = unit.IsIsolated ? state.Positions[unit.Slot].Bucket : 0;
        Balance(units.Balance(in unit), kind, amount, market, margin, ref sink);
    }

    /// <summary>The same for one balance.</summary>
    /// <param name="margin">Bucket of its isolated position.</param>
    public void Balance<TSink>(
        int slot, BalanceChange kind, Int128 amount, Market? market, Int128 margin, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var balance = ref state.Ledger[slot];
        var changed = new BalanceChanged
        {
            Account = state.Accounts[balance.Account].Id,
            AccountSequence = state.Accounts.NextSequence(balance.Account),
            AssetId = state.Assets[balance.Asset].Listing.AssetId,
            MarketId = market?.Terms.MarketId ?? 0,
            Amount = amount,
            Available = balance.Available,
            Held = balance.Held,
            Owed = balance.Owed,
            Margin = margin,
            Kind = kind,
        };
        sink.Append(EventType.BalanceChanged, in changed);
    }

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
}
