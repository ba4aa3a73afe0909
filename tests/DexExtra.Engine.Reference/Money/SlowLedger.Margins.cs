using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What the engine says of margins must be what the slow ledger finds at that moment (§4, §7, §8).</summary>
public sealed partial class SlowLedger
{
    private void OnMarginCalled(in MarginCalled called)
    {
        var wallet = Touch(in called.Account, called.AssetId);
        var position = called.MarketId == 0 ? null : Position(wallet, Market(called.MarketId));
        var unit = Unit(wallet, position);
        Expect("equity", unit.Equity, called.Equity, wallet);
        Expect("initial margin", unit.InitialMargin, called.InitialMargin, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, called.MaintenanceMargin, wallet);
        var before = position?.Level ?? wallet.Level;
        Expect("level before", (int)before, (int)called.Before, wallet);
        Expect("level", (int)LevelOf(unit), (int)called.Level, wallet);
        That(called.Level != before, "a level that did not change", wallet);
        if (position is null)
        {
            wallet.Level = called.Level;
        }
        else
        {
            position.Level = called.Level;
        }
    }

    private static MarginLevel LevelOf(SlowUnit unit)
    {
        var (equity, needed) = (unit.Equity * 10, unit.MaintenanceMargin);
        return equity < 10 * needed ? MarginLevel.Liquidation
            : equity < 12 * needed ? MarginLevel.MarginCall
            : equity < 15 * needed ? MarginLevel.Warning
            : MarginLevel.None;
    }

    private SlowUnit Unit(SlowWallet wallet, SlowPosition? isolated) => isolated is null
        ? SlowMargin.OfCross(wallet, _nowNs)
        : SlowMargin.OfIsolated(isolated, NowSeconds);

    private void OnLiquidation(in LiquidationChanged changed)
    {
        var wallet = Touch(in changed.Account, changed.AssetId);
        if (changed.IsIsolated != 0 && changed.MarketId == 0)
        {
            return;
        }

        var position = changed.IsIsolated == 0 ? null : Position(wallet, Market(changed.MarketId));
        var unit = Unit(wallet, position);
        Expect("equity", unit.Equity, changed.Equity, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, changed.MaintenanceMargin, wallet);
        That(changed.Stage != LiquidationStage.Ended || unit.Equity >= 0, "a liquidation ends with a debt (L3)", wallet);
    }

    /// <summary>L5: a place in the queue, and only for a profit.</summary>
    private void OnRanked(in PositionRanked ranked)
    {
        var market = Market(ranked.MarketId);
        That(market.Positions.TryGetValue(ranked.Account, out var position), "a rank of nobody");
        That(position!.Mode != MarginMode.Full, "a FULL position is ranked (L5)", position.Wallet);
        That(position.Quantile != ranked.Quantile && ranked.Quantile <= 5, "a rank that did not change", position.Wallet);
        var profit = SlowMargin.Unrealised(position);
        That((profit > 0) == (ranked.Quantile > 0), $"rank {ranked.Quantile} for a profit of {profit} (L5)", position.Wallet);
        position.Quantile = ranked.Quantile;
    }

    private void OnMarginReported(in MarginReported report)
    {
        var market = Market(report.Request.MarketId);
        if (!market.IsMargin || Wallet(in report.Request.Account, report.AssetId) is not { } wallet)
        {
            return;
        }

        var position = market.Positions.GetValueOrDefault(report.Request.Account);
        var isIsolated = (position?.Mode ?? market.Terms.MarginMode) == MarginMode.Isolated;
        if (isIsolated && position is null)
        {
            return;
        }

        var unit = Unit(wallet, isIsolated ? position : null);
        Expect("equity", unit.Equity, report.Equity, wallet);
        Expect("initial margin", unit.InitialMargin, report.InitialMargin, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, report.MaintenanceMargin, wallet);
        Expect("owed", wallet.Owed, report.Owed, wallet);
        if (!isIsolated)
        {
            Expect("collateral", unit.Collateral, report.Collateral, wallet);
            Expect("free", unit.Free, report.Free, wallet);
            var most = Int128.Max(0, Int128.Min(wallet.Available, unit.FreeToTakeOut));
            Expect("withdrawable", unit.IsUsed ? most : Int128.Max(0, wallet.Available), report.Withdrawable, wallet);
        }
    }
}
