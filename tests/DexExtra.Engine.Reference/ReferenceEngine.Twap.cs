using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§9.</summary>
public sealed partial class ReferenceEngine
{
    private static ulong TwapEnd(ReferenceOrder order) =>
        order.TwapEntrySecond + order.Request.Order.Instructions.DurationSeconds;

    private static long TwapSlices(ReferenceOrder order) =>
        order.Request.Order.Instructions.DurationSeconds / order.Request.Order.Instructions.IntervalSeconds;

    private void TakeSlice(ReferenceOrder order, ReferenceMarket market)
    {
        var passed = ((long)(_state.NowSecond - (long)order.TwapEntrySecond)) / order.Request.Order.Instructions.IntervalSeconds;
        var slice = Math.Max(order.TwapSlice, Math.Min(passed, TwapSlices(order) - 1));
        order.TwapSlice = slice + 1;
        SetSlice(order);
        var quantity = (BigInteger)order.QuantityLots;
        var slices = TwapSlices(order);
        var share = (quantity + slices - 1) / slices;
        var size = BigInteger.Min(quantity, share * (slice + 1)) - order.CumulativeLots - order.TakenOutLots;
        size = BigInteger.Min(size, BigInteger.Min(share * Limits.TwapCatchUp, order.LeavesLots));
        if (size <= 0 || market.State != MarketState.Continuous || !IsMarkFresh(market))
        {
            return;
        }

        BigInteger mark = market.Mark.MarkTicks!.Value;
        var limit = order.IsBuy
            ? BigInteger.Min(order.LimitTicks, mark + order.OffsetTicks)
            : BigInteger.Max(order.LimitTicks, mark - order.OffsetTicks);
        Match(order, market, (long)limit, (long)size);
    }

    private void SetSlice(ReferenceOrder order)
    {
        _state.Slices.Remove((order.SliceSecond, order.OrderId));
        order.SliceSecond = order.TwapEntrySecond
            + ((ulong)order.TwapSlice * order.Request.Order.Instructions.IntervalSeconds);
        if (order.TwapSlice < TwapSlices(order))
        {
            _state.Slices.Add((order.SliceSecond, order.OrderId), order);
        }
    }

    private bool IsMarkFresh(ReferenceMarket market) => market.Mark.MarkTicks is not null
        && (market.Rules.MarkMaxAgeSeconds == 0
            || _state.NowNs - market.MarkComputedNs < market.Rules.MarkMaxAgeSeconds * Limits.NsPerSecond);

    /// <summary>Computes again when the order is due.</summary>
    private void SetDue(ReferenceOrder order, ReferenceMarket market)
    {
        _state.Due.Remove((order.DueSecond, order.OrderId));
        SetEnd(order, market);
        _state.Due.Add((order.DueSecond, order.OrderId), order);
    }
}
