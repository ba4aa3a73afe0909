using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Inspection;

/// <summary>
/// Part of the state hash: what the sources of a market were worth when stops were last tested, and the markets whose
/// pegs wait for the next command.
/// </summary>
internal static class TriggerHash
{
    public static void AddSources(HashFold fold, Market market)
    {
        for (var source = TriggerSource.Last; source <= TriggerSource.Index; source++)
        {
            ref readonly var step = ref market.Triggers.Step(source);
            fold.Add(step.HasTested);
            fold.Add(step.HasTested ? step.TestedTicks : 0);
            fold.Add(step.HasValue);
            fold.Add(step.HasValue ? step.ValueTicks : 0);
        }
    }

    public static void AddBacklog(HashFold fold, EngineState state)
    {
        for (var index = 0; index < state.PegBacklog.Count; index++)
        {
            fold.Add(state.Markets[state.PegBacklog[index]].Terms.MarketId);
        }
    }
}
