using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// SetVenueState command: switches the whole venue off and on. INVALID_PARAMETERS for other than 0 and 1.
/// </summary>
internal sealed class VenueHandler(EngineState state, TriggerTracker tracker)
{
    public void Apply<TSink>(in SetVenueState request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (request.HaltTrading > 1 || request.FreezeWithdrawals > 1)
        {
            EngineEvents.Reject(ref sink, CommandType.SetVenueState, CommandRejectReason.InvalidParameters, 0);
            return;
        }

        var wasHalted = state.VenueState.HaltTrading;
        state.VenueState.HaltTrading = request.HaltTrading == 1;
        state.VenueState.FreezeWithdrawals = request.FreezeWithdrawals == 1;
        var changed = new VenueStateChanged { State = request };
        sink.Append(EventType.VenueStateChanged, in changed);
        if (wasHalted && !state.VenueState.HaltTrading)
        {
            GoOn();
        }
    }

    /// <summary>Stops are tested with what the sources are now; all-or-none orders against the book.</summary>
    private void GoOn()
    {
        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            if (market.State == MarketState.Continuous)
            {
                state.Touched.AddMarket(market);
                tracker.OnContinuous(market);
            }
        }
    }
}
