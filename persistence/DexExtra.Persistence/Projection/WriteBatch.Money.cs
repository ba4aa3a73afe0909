using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Rows of margin, liquidation, payouts, funds and parameters.</summary>
internal sealed partial class WriteBatch
{
    public CopyBuffer PositionHistory { get; } = new();

    public CopyBuffer PositionSettlements { get; } = new();

    public CopyBuffer MarketResults { get; } = new();

    public CopyBuffer MarketSettlements { get; } = new();

    public CopyBuffer MarginCalls { get; } = new();

    public CopyBuffer Liquidations { get; } = new();

    public CopyBuffer FundChanges { get; } = new();

    public CopyBuffer Parameters { get; } = new();

    public Dictionary<(AccountId Account, uint MarketId), MarginChange> Margins { get; } = [];

    public MarginChange Margin(AccountId account, MarketUnits units)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(Margins, (account, units.MarketId), out _);
        return change ??= new MarginChange(account, units);
    }

    private void ClearMoney()
    {
        PositionHistory.Clear();
        PositionSettlements.Clear();
        MarketResults.Clear();
        MarketSettlements.Clear();
        MarginCalls.Clear();
        Liquidations.Clear();
        FundChanges.Clear();
        Parameters.Clear();
        Margins.Clear();
    }
}
