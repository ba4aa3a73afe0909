using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>An account of the reference: plain fields, one dictionary entry per asset and market.</summary>
public sealed class ReferenceAccount(AccountId id)
{
    public AccountId Id { get; } = id;

    public ulong Sequence { get; set; }

    public Dictionary<uint, BigInteger> Available { get; } = [];

    /// <summary>Key: market. Signed lots and cost.</summary>
    public Dictionary<uint, (BigInteger Lots, BigInteger Cost)> Positions { get; } = [];

    /// <summary>Key: client order id.</summary>
    public Dictionary<ulong, ReferenceOrder> Orders { get; } = [];

    public BigInteger Held(uint asset, IEnumerable<ReferenceMarket> markets)
    {
        BigInteger held = 0;
        foreach (var market in markets.Where(m => m.Terms.AssetId == asset))
        {
            foreach (var order in Orders.Values.Where(o => o.Request.Order.MarketId == market.Terms.MarketId))
            {
                held += order.LeavesLots * order.HoldPerLot;
            }
        }

        return held;
    }
}
