using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>An account of the reference: plain fields, one dictionary entry per asset and market.</summary>
public sealed class ReferenceAccount(AccountId id)
{
    public AccountId Id { get; } = id;

    public ulong Sequence { get; set; }

    public bool IsLocked { get; set; }

    /// <summary>Negative: owed.</summary>
    public Dictionary<uint, BigInteger> Available { get; } = [];

    /// <summary>X5: smaller nonces are cancelled on chain.</summary>
    public ulong MinNonce { get; set; }

    /// <summary>X9: what open exits may still take.</summary>
    public Dictionary<uint, BigInteger> ExitAsked { get; } = [];

    /// <summary>X9: of it, what is locked.</summary>
    public Dictionary<uint, BigInteger> ExitLocked { get; } = [];

    public bool IsShort => ExitAsked.Any(exit => exit.Value > ExitLocked.GetValueOrDefault(exit.Key));

    public Int128 Free(uint asset) => (Int128)BigInteger.Max(0, Available[asset]);

    /// <summary>Not positive.</summary>
    public Int128 Owed(uint asset) => (Int128)BigInteger.Min(0, Available[asset]);

    /// <summary>In order of creation.</summary>
    public List<ReferencePosition> PositionsInOrder { get; } = [];

    /// <summary>Key: market.</summary>
    public Dictionary<uint, ReferencePosition> Positions { get; } = [];

    /// <summary>Key: client order id; open and remembered orders, refused ones too.</summary>
    public Dictionary<ulong, ReferenceOrder> Orders { get; } = [];

    /// <summary>Key: order id; accepted orders as long as they are remembered.</summary>
    public Dictionary<long, ReferenceOrder> OrdersById { get; } = [];

    /// <summary>Held money is never stored: it is the sum over open orders.</summary>
    public Int128 Held(uint asset)
    {
        Int128 held = 0;
        foreach (var position in PositionsInOrder)
        {
            if (position.Market.Terms.AssetId == asset)
            {
                held = checked(held + HoldOf(position.Buys) + HoldOf(position.Sells));
            }
        }

        return held;
    }

    private static Int128 HoldOf(List<ReferenceOrder> orders)
    {
        Int128 hold = 0;
        foreach (var order in orders)
        {
            hold = checked(hold + order.Hold);
        }

        return hold;
    }

    public BigInteger Closable(uint market, Side side) =>
        Positions.TryGetValue(market, out var position) ? position.Closable(side) : 0;
}
