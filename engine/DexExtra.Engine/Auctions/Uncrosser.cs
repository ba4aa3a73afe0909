using DexExtra.Engine.Effects;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// Carries an uncrossing out in slices: at most MaxFillsPerCommand prevented pairs and fills, each by its cost, per
/// command. Allotments are fixed and settlement room is reserved before the first.
/// </summary>
internal sealed class Uncrosser(
    EngineState state, AuctionSelfTrade selfTrade, AuctionGroups groups, AuctionPairing pairing, EffectsRunner effects,
    TriggerTracker tracker)
{
    private const int RoomPerOrder = 2;
    private const int SpareRoom = 16;

    private readonly AuctionAllocation _allocation = new(state);

    /// <summary>Fixes who trades what; false, and nothing done, without room in the settlement window.</summary>
    public bool TryBegin<TSink>(Market market, in AuctionResult result, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Settlement.Free < SpareRoom)
        {
            return false;
        }

        _allocation.Allocate(market, in result);
        var uncrossing = state.Uncrossing;
        var room = ((long)RoomPerOrder * uncrossing.Count) + SpareRoom;
        if (room > state.Settlement.Free)
        {
            _allocation.Undo();
            return false;
        }

        state.Settlement.Reserve((int)room);
        state.Effects.Budget.SetRoom(state.Settlement.Free);
        ref var call = ref market.Call;
        call.Phase = CallPhase.Uncrossing;
        call.PriceTicks = result.PriceTicks;
        call.OpenLots = result.VolumeLots;
        call.UncrossedNs = state.TimestampNs;
        uncrossing.Open(market);
        uncrossing.ExcessLots = selfTrade.Begin(result.VolumeLots);
        call.HasTraded = result.VolumeLots > uncrossing.ExcessLots;
        Report(market, in result, uncrossing.ExcessLots, ref sink);
        return true;
    }

    /// <summary>Goes on as far as the command may; true when everything is done.</summary>
    public bool Continue<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        if (uncrossing.Stage == UncrossingStage.Preventing && selfTrade.Run(market, ref sink))
        {
            groups.Open();
            uncrossing.Stage = UncrossingStage.Pairing;
        }

        var isDone = uncrossing.Stage == UncrossingStage.Pairing && pairing.Run(market, ref sink);
        effects.Settle(ref sink);
        if (isDone)
        {
            FinishTrading(market);
            uncrossing.Close();
        }

        return isDone;
    }

    /// <summary>A11: what earlier steps of the command set off comes before the market's next state.</summary>
    public void Settle<TSink>(ref TSink sink)
        where TSink : struct, IEventSink => effects.Settle(ref sink);

    private static void Report<TSink>(Market market, in AuctionResult result, long preventedLots, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossed = new AuctionUncrossed
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            HasPrice = 1,
            AuctionId = market.Call.Id,
            PriceTicks = result.PriceTicks,
            VolumeLots = result.VolumeLots - preventedLots,
            PreventedLots = preventedLots,
        };
        sink.Append(EventType.AuctionUncrossed, in uncrossed);
    }

    private void FinishTrading(Market market)
    {
        state.Settlement.Release(state.Settlement.Reserved);
        state.Effects.Budget.SetRoom(state.Settlement.Free);
        if (market.Call.HasTraded)
        {
            var prices = market.Prices;
            tracker.OnValue(market, TriggerSource.Last, market.Call.PriceTicks);
            prices.History.Restart((ulong)(market.Call.UncrossedNs / Limits.NsPerSecond), market.Call.PriceTicks);
        }
    }
}
