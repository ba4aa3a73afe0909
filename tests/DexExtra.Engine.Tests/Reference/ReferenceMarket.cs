using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>A market of the reference: each side one list sorted from best to worst, oldest first.</summary>
public sealed class ReferenceMarket(CreateMarket terms, BigInteger tickValue)
{
    public CreateMarket Terms { get; } = terms;

    public BigInteger TickValue { get; } = tickValue;

    public List<ReferenceOrder> Bids { get; } = [];

    public List<ReferenceOrder> Asks { get; } = [];

    public BigInteger Pool { get; set; }

    public ulong Sequence { get; set; }

    public List<ReferenceOrder> Book(Side side) => side == Side.Buy ? Bids : Asks;

    public List<ReferenceOrder> Opposite(Side side) => side == Side.Buy ? Asks : Bids;

    public BigInteger OpeningCost(Side side, long price) =>
        (side == Side.Buy ? (BigInteger)price - Terms.FloorTicks : (BigInteger)Terms.CapTicks - price) * TickValue;

    /// <summary>Behind every order at the same or a better price.</summary>
    public void Rest(ReferenceOrder order)
    {
        var book = Book(order.Side);
        var index = book.FindIndex(other => order.Side == Side.Buy
            ? other.PriceTicks < order.PriceTicks
            : other.PriceTicks > order.PriceTicks);
        book.Insert(index < 0 ? book.Count : index, order);
    }
}
