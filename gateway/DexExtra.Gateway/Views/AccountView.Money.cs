using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// Margin, positions and withdrawals (docs/money.md). Withdrawals that are over and closed positions fall out beyond
/// the number of fills that are kept.
/// </summary>
internal sealed partial class AccountView
{
    private const long FirstLiquidationId = 1L << 62;

    private readonly SortedDictionary<ulong, WithdrawalChanged> _openWithdrawals = [];
    private readonly RecentList<WithdrawalChanged> _pastWithdrawals = new(limits.FillsPerAccount);
    private readonly RecentList<PositionClosed> _closed = new(limits.FillsPerAccount);

    /// <summary>L1: by settlement asset and market; market 0 = the cross positions of the asset.</summary>
    public SortedDictionary<(uint AssetId, uint MarketId), MarginCalled> Margins { get; } = [];

    /// <summary>L2: the last stage of each liquidation, by settlement asset and market, 0 = cross.</summary>
    public SortedDictionary<(uint AssetId, uint MarketId), LiquidationChanged> Liquidations { get; } = [];

    /// <summary>R6; null until an operator sets them.</summary>
    public RiskLimits? Limits { get; set; }

    public IEnumerable<PositionClosed> ClosedNewestFirst => _closed.NewestFirst();

    /// <summary>Those under way, newest first, then those that are over.</summary>
    public IEnumerable<WithdrawalChanged> WithdrawalsNewestFirst =>
        _openWithdrawals.Values.Reverse().Concat(_pastWithdrawals.NewestFirst());

    /// <summary>
    /// A side of a trade without an order of its own: deleveraged or busted (0), or liquidated (bit 62).
    /// </summary>
    public static bool IsOrder(long orderId) => orderId is > 0 and < FirstLiquidationId;

    public void Apply(in BalanceChanged changed)
    {
        Balances[changed.AssetId] = new Balance(changed.Available, changed.Held, changed.Owed);
        if (changed.MarketId != 0 && Positions.TryGetValue(changed.MarketId, out var position))
        {
            Positions[changed.MarketId] = position with { Margin = changed.Margin };
        }
    }

    public void Apply(in PositionClosed closed) => _closed.Add(closed);

    public void Apply(in PositionSettled settled)
    {
        Balances[settled.AssetId] = new Balance(settled.Available, settled.Held, settled.Owed);
        var position = Positions.GetValueOrDefault(settled.MarketId);
        Positions[settled.MarketId] = position with
        {
            Lots = 0,
            Cost = 0,
            Margin = 0,
            Quantile = 0,
            RealisedPnl = position.RealisedPnl + settled.RealisedPnl - settled.Socialised,
        };
    }

    public void Apply(in MarginCalled called) => Margins[(called.AssetId, called.MarketId)] = called;

    public void Apply(in LiquidationChanged changed) =>
        Liquidations[(changed.AssetId, changed.IsIsolated == 0 ? 0 : changed.MarketId)] = changed;

    public void Apply(in PositionRanked ranked) => Positions[ranked.MarketId] =
        Positions.GetValueOrDefault(ranked.MarketId) with { Quantile = ranked.Quantile };

    public void Apply(in PositionDebtChanged changed) => Positions[changed.MarketId] =
        Positions.GetValueOrDefault(changed.MarketId) with { Debt = changed.Debt };

    public void Apply(in MarginModeChanged changed)
    {
        Balances[changed.AssetId] = new Balance(changed.Available, changed.Held, changed.Owed);
        Positions[changed.MarketId] =
            Positions.GetValueOrDefault(changed.MarketId) with { Mode = changed.Mode, Margin = changed.Margin };
    }

    public void Apply(in ForcedExitChanged changed) =>
        Balances[changed.AssetId] = new Balance(changed.Available, changed.Held, changed.Owed);

    public void Apply(in WithdrawalChanged changed)
    {
        Balances[changed.Request.AssetId] = new Balance(changed.Available, changed.Held, changed.Owed);
        if (changed.State is WithdrawalState.Final or WithdrawalState.Failed)
        {
            _openWithdrawals.Remove(changed.WithdrawalId);
            _pastWithdrawals.Add(changed);
        }
        else
        {
            _openWithdrawals[changed.WithdrawalId] = changed;
        }
    }

    private void Fill(in Traded trade, in TradeSide detail)
    {
        var before = Positions.GetValueOrDefault(trade.MarketId);
        Positions[trade.MarketId] = before with
        {
            Lots = detail.PositionLots,
            Cost = detail.PositionCost,
            RealisedPnl = before.RealisedPnl + detail.RealisedPnl,
            Margin = detail.Margin,
            Quantile = detail.PositionLots == 0 ? (byte)0 : before.Quantile,
        };
    }
}
