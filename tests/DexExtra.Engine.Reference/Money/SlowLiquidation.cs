using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>How far the liquidation of a unit is, as its events show it (docs/money.md §8).</summary>
public sealed class SlowLiquidation(SlowWallet wallet, SlowPosition? isolated)
{
    public SlowWallet Wallet { get; } = wallet;

    /// <summary>Null: the account's cross unit.</summary>
    public SlowPosition? Isolated { get; } = isolated;

    /// <summary>Stage that its next step begins with, as far as events show it.</summary>
    public LiquidationStage Stage { get; set; } = LiquidationStage.RiskOrders;

    /// <summary>Steps into the book since a position was begun.</summary>
    public uint Steps { get; set; }

    /// <summary>Trades at a price that was both the mark and the bankruptcy price: what counts as gained is not known.</summary>
    public bool HasUnknownGains { get; set; }

    /// <summary>Market of its last step.</summary>
    public SlowMarket? Market { get; set; }
}
