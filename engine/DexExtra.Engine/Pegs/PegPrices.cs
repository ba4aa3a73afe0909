using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Pegs;

/// <summary>
/// O-PEG: the price of a pegged order: its reference less its offset, no worse than signed, on the grid in the passive
/// direction, and behind the best opposite price, pegs included.
/// </summary>
internal sealed class PegPrices(EngineState state)
{
    /// <summary>False if the order has no place on the book now.</summary>
    public bool TryGet(
        Market market, in PegReferences references, Side side, in OrderTerms terms, out long priceTicks)
    {
        priceTicks = 0;
        if (!market.IsMatching || references.Of(terms.PegReference, side) is not { } reference)
        {
            return false;
        }

        // an index may be any number
        var increment = market.Rules.PriceIncrementTicks;
        var wanted = (Int128)reference + (side == Side.Buy ? -terms.OffsetTicks : terms.OffsetTicks);
        var limited = side == Side.Buy ? Int128.Min(wanted, terms.LimitTicks) : Int128.Max(wanted, terms.LimitTicks);
        if (limited < market.Terms.FloorTicks || limited > market.Terms.CapTicks)
        {
            return false;
        }

        priceTicks = Behind(market, side, PriceGrid.Passive(side, (long)limited, increment), increment);
        return market.Allows(priceTicks);
    }

    private long Behind(Market market, Side side, long priceTicks, long increment)
    {
        var best = market.Opposite(side).Best;
        if (best < 0)
        {
            return priceTicks;
        }

        var bestTicks = state.Books.Level(best).PriceTicks;
        return side == Side.Buy
            ? Math.Min(priceTicks, PriceGrid.Down(bestTicks - 1, increment))
            : Math.Max(priceTicks, PriceGrid.Up(bestTicks + 1, increment));
    }
}
