namespace DexExtra.Engine.Liquidation;

/// <summary>How far the present stage of a liquidation is, where it takes passes.</summary>
internal enum LiquidationPhase : byte
{
    None = 0,

    /// <summary>L5: positions that profit at the bankruptcy price are being collected.</summary>
    Collecting,

    /// <summary>L5: they are being traded with.</summary>
    Trading,

    /// <summary>L2-6: weights are being recorded.</summary>
    Weighing,

    /// <summary>L2-6: winners are being charged.</summary>
    Charging,

    /// <summary>L2-6: nobody could pay; waits for a fund.</summary>
    Unpaid,
}
