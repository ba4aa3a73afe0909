using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§2: what a command sets off, in rounds.</summary>
public sealed partial class ReferenceEngine
{
    private readonly Queue<LinkEvent> _links = new();
    private readonly List<ReferencePosition> _changed = [];
    private readonly List<ReferenceOrder> _releases = [];
    private readonly List<ReferenceMarket> _stepped = [];

    private void RunEffects()
    {
        while (true)
        {
            RunLinks();
            ResizeReduceOnly();
            FreezeQuotes();
            TakeAllOrNone();
            if (_links.Count > 0 || _changed.Count > 0 || _overLimit.Count > 0)
            {
                continue;
            }

            CollectTriggers();
            if (_releases.Count == 0)
            {
                return;
            }

            ReleaseFirst();
        }
    }

    /// <summary>B: I-RO-4, in order of first change.</summary>
    private void ResizeReduceOnly()
    {
        while (_changed.Count > 0)
        {
            var position = _changed[0];
            _changed.RemoveAt(0);
            position.HasChanged = false;
            Resize(position);
        }
    }

    /// <summary>What no longer closes anything goes, then what is too much.</summary>
    private void Resize(ReferencePosition position)
    {
        var sign = position.Lots.Sign;
        Side[] stranded = sign switch { > 0 => [Side.Buy], < 0 => [Side.Sell], _ => [Side.Buy, Side.Sell] };
        foreach (var order in stranded.SelectMany(position.Orders)
            .Where(order => order.IsReduceOnly && order.Place != Place.Dormant).ToList())
        {
            Cancel(order, CancelReason.PositionClosed);
        }

        if (sign != 0)
        {
            Trim(position, sign > 0 ? Side.Sell : Side.Buy);
        }
    }

    private void Trim(ReferencePosition position, Side closing)
    {
        var resting = position.Orders(closing)
            .Where(order => order is { IsReduceOnly: true, Place: Place.Book })
            .OrderBy(order => closing == Side.Buy ? (BigInteger)order.PriceTicks : -(BigInteger)order.PriceTicks)
            .ThenByDescending(order => order.Stamp).ToList();
        BigInteger excess = -BigInteger.Abs(position.Lots);
        resting.ForEach(order => excess += order.ActiveLots);
        foreach (var order in resting.TakeWhile(_ => excess > 0))
        {
            var lots = (long)BigInteger.Min(excess, order.ActiveLots);
            excess -= lots;
            if (lots == order.LeavesLots)
            {
                Cancel(order, CancelReason.ReduceOnlyCap);
            }
            else
            {
                Reduce(order, lots, CancelReason.ReduceOnlyCap);
            }
        }
    }

    /// <summary>C: O-AON b; lots that came in another state wait for continuous trading.</summary>
    private void TakeAllOrNone()
    {
        for (var index = 0; index < _state.Changed.Count; index++)
        {
            var market = _state.Changed[index];
            if (!market.HasGainedLots || market.State != MarketState.Continuous)
            {
                continue;
            }

            market.HasGainedLots = false;
            foreach (var order in market.AllOrNoneBids.Concat(market.AllOrNoneAsks).ToList())
            {
                TryAllOrNone(order, market);
            }
        }
    }

    private void TryAllOrNone(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.Place == Place.AllOrNone && market.State == MarketState.Continuous
            && DryRun(order, market, order.LeavesLots, order.LeavesLots) == RejectReason.None)
        {
            LeavePlace(order, market);
            Take(order, market);
        }
    }
}
