namespace DexExtra.Messages;

/// <summary>L2: how far a liquidation is.</summary>
public enum LiquidationStage : byte
{
    /// <summary>Risk-increasing orders are cancelled.</summary>
    RiskOrders = 1,

    /// <summary>All orders are cancelled.</summary>
    AllOrders = 2,

    /// <summary>Steps into the book.</summary>
    Reducing = 3,

    /// <summary>The insurance pays what is worse than bankruptcy.</summary>
    Insured = 4,

    /// <summary>Against ranked positions (L5).</summary>
    Deleveraging = 5,

    /// <summary>Winners pay (L2-6).</summary>
    Socialising = 6,
    Ended = 7,
}
