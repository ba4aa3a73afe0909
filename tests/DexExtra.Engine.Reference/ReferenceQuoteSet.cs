using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>C12: a quote set, its limits, the fills of its window, its open quotes.</summary>
public sealed class ReferenceQuoteSet(ReferenceAccount account, uint number)
{
    public ReferenceAccount Account { get; } = account;

    public uint Number { get; } = number;

    public SetQuoteProtection Limits { get; set; }

    public long WindowStartNs { get; set; }

    /// <summary>Signed lots of the fills of the window.</summary>
    public List<long> Fills { get; } = [];

    // what the window counted, while there is a limit for it
    public long CountedTraded { get; set; }

    public long CountedNet { get; set; }

    public uint CountedTrades { get; set; }

    public long FrozenUntilNs { get; set; }

    /// <summary>By market, the newest quote last.</summary>
    public List<(uint Market, List<ReferenceOrder> Sides)> Quotes { get; } = [];

    public BigInteger Traded => Fills.Aggregate(BigInteger.Zero, (sum, lots) => sum + Math.Abs(lots));

    public BigInteger Net => Fills.Aggregate(BigInteger.Zero, (sum, lots) => sum + lots);

    public bool IsOverLimit => (Limits.MaxTradedLots > 0 && Traded >= Limits.MaxTradedLots)
        || (Limits.MaxNetLots > 0 && BigInteger.Abs(Net) >= Limits.MaxNetLots)
        || (Limits.MaxTrades > 0 && Fills.Count >= Limits.MaxTrades);
}
