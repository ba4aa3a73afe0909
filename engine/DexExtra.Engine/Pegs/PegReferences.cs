using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Pegs;

/// <summary>
/// O-PEG: what pegged orders of one market follow at one moment: the best prices of orders that are not pegged, and the
/// index. They do not change while pegs move.
/// </summary>
internal readonly struct PegReferences
{
    private readonly long? _bidTicks;
    private readonly long? _askTicks;
    private readonly long? _indexTicks;

    public PegReferences(Market market, OrderBooks books)
    {
        _bidTicks = BestUnpegged(market.Bids, books);
        _askTicks = BestUnpegged(market.Asks, books);
        _indexTicks = market.Prices.HasIndex ? market.Prices.IndexTicks : null;
    }

    /// <summary>Null where the reference is missing. The middle is rounded away from the other side.</summary>
    public long? Of(PegReference reference, Side side) => reference switch
    {
        PegReference.BestBid => _bidTicks,
        PegReference.BestAsk => _askTicks,
        PegReference.Index => _indexTicks,
        _ => Middle(side),
    };

    private long? Middle(Side side) => _bidTicks is { } bid && _askTicks is { } ask
        ? side == Side.Buy ? (bid + ask) >> 1 : (bid + ask + 1) >> 1
        : null;

    /// <summary>Passes over at most as many levels as a market may have pegs.</summary>
    private static long? BestUnpegged(PriceLadder ladder, OrderBooks books)
    {
        for (var level = ladder.Best; level >= 0;)
        {
            ref readonly var at = ref books.Level(level);
            if (at.OrderCount > at.PeggedCount)
            {
                return at.PriceTicks;
            }

            level = ladder.NextWorse(at.PriceTicks);
        }

        return null;
    }
}
