using DexExtra.Engine.Effects;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// Carries an uncrossing out in slices: per command at most MaxAllottedPerCommand orders visited to make the
/// allotments, and MaxFillsPerCommand prevented pairs and fills, each by its cost. Price and settlement room are fixed
/// before the first.
/// </summary>
internal sealed class Uncrosser(
    EngineState state, AuctionSelfTrade selfTrade, AuctionGroups groups, AuctionPairing pairing, EffectsRunner effects,
    TriggerTracker tracker)
{
    private const int RoomPerOrder = 2;
    private const int SpareRoom = 16;

    private readonly AuctionAllocation _allocation = new(state, groups);

    /// <summary>Fixes the price; false, and nothing done, without room in the settlement window.</summary>
    public bool TryBegin(Market market, in AuctionResult result)
    {
        var room = ((long)RoomPerOrder * _allocation.CountOrders(market, result.VolumeLots)) + SpareRoom;
        if (room > state.Settlement.Free)
        {
            return false;
        }

        state.Settlement.Reserve((int)room);
        state.Effects.Budget.SetRoom(state.Settlement.Free);
        ref var call = ref market.Call;
        call.Phase = CallPhase.Uncrossing;
        call.PriceTicks = result.PriceTicks;
        call.OpenLots = result.VolumeLots;
        call.UncrossedNs = state.TimestampNs;
        state.Uncrossing.Open(market);
        _allocation.Begin(market, result.VolumeLots);
        return true;
    }

    /// <summary>Goes on as far as the command may; true when everything is done.</summary>
    public bool Continue<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var uncrossing = state.Uncrossing;
        if (uncrossing.Stage == UncrossingStage.Allotting && _allocation.Run(market))
        {
            ReportAllotments(market, ref sink);
            uncrossing.Stage = UncrossingStage.Collecting;
        }

        if (uncrossing.Stage == UncrossingStage.Collecting && selfTrade.Collect())
        {
            uncrossing.Stage = UncrossingStage.Preventing;
        }

        if (uncrossing.Stage == UncrossingStage.Preventing && selfTrade.Run(market, ref sink))
        {
            groups.Open(selfTrade.Group);
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

    private void ReportAllotments<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var call = ref market.Call;
        var excessLots = selfTrade.Begin(call.OpenLots);
        state.Uncrossing.ExcessLots = excessLots;
        call.HasTraded = call.OpenLots > excessLots;
        var uncrossed = new AuctionUncrossed
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            HasPrice = 1,
            AuctionId = call.Id,
            PriceTicks = call.PriceTicks,
            VolumeLots = call.OpenLots - excessLots,
            PreventedLots = excessLots,
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
