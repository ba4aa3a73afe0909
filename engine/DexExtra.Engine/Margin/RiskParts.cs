using DexExtra.Engine.Risk;

namespace DexExtra.Engine.Margin;

/// <summary>The handlers of margin and risk (docs/money.md §2, §4, §5).</summary>
internal sealed class RiskParts(EngineState state, MarginCalculator margins, OrderHolds holds, FundsGate funds)
{
    public RiskHandler Parameters { get; } = new(state);

    public CollateralHandler Collateral { get; } = new(state);

    public MarginModeHandler MarginModes { get; } = new(state, margins);

    public MarginQuery MarginQueries { get; } = new(state, margins, holds, funds);
}
