using DexExtra.Messages;

namespace DexExtra.Engine.Settlement;

/// <summary>
/// SettlementUpdate command: what the chain says about a range of matches, written back into the log (X1).
/// </summary>
internal sealed class SettlementHandler(EngineState state)
{
    public void Apply<TSink>(in SettlementUpdate update, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Settlement.TryMove(in update) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.SettlementUpdate, reason, update.FirstMatchId);
            return;
        }

        if (update.State == SettlementState.Failed)
        {
            state.Matches.Fail(update.FirstMatchId, update.LastMatchId);
        }

        sink.Append(EventType.SettlementChanged, in update);
    }
}
