namespace DexExtra.Messages;

/// <summary>R1: what stands behind positions of a market, or of one account in it.</summary>
public enum MarginMode : byte
{
    /// <summary>Fully collateralised: a long locks price − floor, a short cap − price; no liquidation.</summary>
    Full = 0,

    /// <summary>All cross positions of an account in one asset share its equity.</summary>
    Cross = 1,

    /// <summary>R5: the position has its own bucket.</summary>
    Isolated = 2,
}
