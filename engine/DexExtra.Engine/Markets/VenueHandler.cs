using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// SetVenueState command: switches the whole venue off and on. INVALID_PARAMETERS for other than 0 and 1, and when an
/// operator's switch and the sequencer's are in one command. The event says all switches as they are now.
/// </summary>
internal sealed class VenueHandler(EngineState state, TriggerTracker tracker)
{
    public void Apply<TSink>(in SetVenueState request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!IsValid(in request))
        {
            EngineEvents.Reject(ref sink, CommandType.SetVenueState, CommandRejectReason.InvalidParameters, 0);
            return;
        }

        ref var venue = ref state.VenueState;
        var wasHalted = venue.IsHalted;
        if (request.LowSpace == LowSpaceSwitch.None)
        {
            venue.HaltTrading = request.HaltTrading == 1;
            venue.FreezeWithdrawals = request.FreezeWithdrawals == 1;
        }
        else
        {
            venue.LowSpace = request.LowSpace == LowSpaceSwitch.On;
        }

        var changed = new VenueStateChanged { State = Switches() };
        sink.Append(EventType.VenueStateChanged, in changed);
        if (wasHalted && !venue.IsHalted)
        {
            GoOn();
        }
    }

    private static bool IsValid(in SetVenueState request) =>
        request.HaltTrading <= 1 && request.FreezeWithdrawals <= 1 && request.LowSpace <= LowSpaceSwitch.Off
        && (request.LowSpace == LowSpaceSwitch.None || request.HaltTrading + request.FreezeWithdrawals == 0);

    private SetVenueState Switches() => new()
    {
        HaltTrading = (byte)(state.VenueState.HaltTrading ? 1 : 0),
        FreezeWithdrawals = (byte)(state.VenueState.FreezeWithdrawals ? 1 : 0),
        LowSpace = state.VenueState.LowSpace ? LowSpaceSwitch.On : LowSpaceSwitch.None,
    };

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
