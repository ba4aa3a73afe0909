using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>An account in a market: signed lots, their cost, and the open orders of both sides in order of entry.</summary>
public sealed class ReferencePosition(ReferenceAccount account, ReferenceMarket market)
{
    public ReferenceAccount Account { get; } = account;

    public ReferenceMarket Market { get; } = market;

    public BigInteger Lots { get; set; }

    public BigInteger Cost { get; set; }

    /// <summary>M7: fees less rebates.</summary>
    public BigInteger FeesPaid { get; set; }

    /// <summary>F10; null while it is flat.</summary>
    public ReferenceLife? Life { get; set; }

    /// <summary>Waits for its resize (I-RO-4).</summary>
    public bool HasChanged { get; set; }

    public List<ReferenceOrder> Buys { get; } = [];

    public List<ReferenceOrder> Sells { get; } = [];

    public List<ReferenceOrder> Orders(Side side) => side == Side.Buy ? Buys : Sells;

    /// <summary>Lots that an order of the side could close.</summary>
    public BigInteger Closable(Side side) => BigInteger.Max(0, side == Side.Buy ? -Lots : Lots);
}
