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

    /// <summary>§10: the market that shares its loss.</summary>
    public SlowMarket? SharedIn { get; set; }

    /// <summary>Time and command since which it could go on without a sign of it.</summary>
    public (long Ns, long Sequence)? CouldSince { get; set; }

    /// <summary>Market of its last step.</summary>
    public SlowMarket? Market { get; set; }
}
