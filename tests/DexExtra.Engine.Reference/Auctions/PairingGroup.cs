using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>What one owner still has to trade: reduce-only orders first, then by priority.</summary>
public sealed class PairingGroup
{
    private readonly Queue<Allotment> _buys;
    private readonly Queue<Allotment> _sells;
    private long _firstBuyTaken;
    private long _firstSellTaken;

    public PairingGroup(IEnumerable<Allotment> allotments)
    {
        var ordered = allotments.OrderBy(allotment => !allotment.Order.IsReduceOnly).ToList();
        _buys = new Queue<Allotment>(ordered.Where(allotment => allotment.Order.Side == Side.Buy));
        _sells = new Queue<Allotment>(ordered.Where(allotment => allotment.Order.Side == Side.Sell));
        Buys = _buys.Sum(allotment => allotment.Lots);
        Sells = _sells.Sum(allotment => allotment.Lots);
    }

    public long Buys { get; private set; }

    public long Sells { get; private set; }

    public long Left => Buys + Sells;

    /// <summary>What the first order of the side still has.</summary>
    public long FirstLots(Side side) => side == Side.Buy
        ? _buys.Peek().Lots - _firstBuyTaken
        : _sells.Peek().Lots - _firstSellTaken;

    /// <summary>Takes lots from the first order of the side, at most what it has.</summary>
    public AuctionOrder Take(Side side, long lots) => side == Side.Buy
        ? Take(_buys, ref _firstBuyTaken, Buys -= lots, lots)
        : Take(_sells, ref _firstSellTaken, Sells -= lots, lots);

    private static AuctionOrder Take(Queue<Allotment> queue, ref long taken, long left, long lots)
    {
        var first = queue.Peek();
        taken += lots;
        if (taken == first.Lots)
        {
            queue.Dequeue();
            taken = 0;
        }

        return left >= 0 && taken < first.Lots
            ? first.Order
            : throw new InvalidOperationException("more lots taken than allotted");
    }
}
