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
        Expect("equity", unit.FirmEquity, called.Equity, wallet);
        Expect("initial margin", unit.InitialMargin, called.InitialMargin, wallet);
        Expect("maintenance margin", unit.MaintenanceMargin, called.MaintenanceMargin, wallet);
        var before = position?.Level ?? wallet.Level;
        Expect("level before", (int)before, (int)called.Before, wallet);
        Expect("level", (int)LevelOf(unit), (int)called.Level, wallet);
        That(called.Level != before, "a level that did not change", wallet);
        var mayWait = before == MarginLevel.Liquidation ? _nowNs + Limits.LiquidationRetryNs : 0;
        if (position is null)
        {
            (wallet.Level, wallet.MayWaitUntilNs) = (called.Level, mayWait);
        }
        else
        {
            (position.Level, position.MayWaitUntilNs) = (called.Level, mayWait);
        }

        if (called.Level == MarginLevel.Liquidation && (position is null ? wallet.Liquidation : position.Liquidation) is null)
        {
            Begin(wallet, position);
        }
    }

    private static MarginLevel LevelOf(SlowUnit unit)
    {
        var (equity, needed) = (unit.FirmEquity * 10, unit.MaintenanceMargin);
        return equity < 10 * needed ? MarginLevel.Liquidation
            : equity < 12 * needed ? MarginLevel.MarginCall
            : equity < 15 * needed ? MarginLevel.Warning
            : MarginLevel.None;
    }

    private SlowUnit Unit(SlowWallet wallet, SlowPosition? isolated) => isolated is null
        ? SlowMargin.OfCross(wallet, _nowNs)
        : SlowMargin.OfIsolated(isolated, NowSeconds);

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
}
