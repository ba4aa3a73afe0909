using DexExtra.Engine.Lists;
using DexExtra.Engine.Triggers;

namespace DexExtra.Engine.Effects;

/// <summary>What the current command has set off and not yet carried out (docs/matching.md §2).</summary>
internal sealed class CommandEffects(EngineOptions options)
{
    /// <summary>Shared by the command and everything it sets off.</summary>
    public CommandBudget Budget;

    public LinkQueue Links { get; } = new(options);

    public ChangedPositions Positions { get; } = new(options.MaxPositions);

    /// <summary>L1: margin positions whose units are reviewed after the effects.</summary>
    public ChangedPositions Reviews { get; } = new(options.MaxPositions);

    public PendingSteps Steps { get; } = new(options.MaxMarkets);

    public ReleaseQueue Releases { get; } = new();

    /// <summary>Starts a command.</summary>
    public void Begin(int settlementRoom)
    {
        Budget = new CommandBudget(settlementRoom);
        Releases.Begin();
    }
}
