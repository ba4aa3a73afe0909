using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>F10: what a position did since it was last flat.</summary>
public sealed class ReferenceLife(long openedNs, bool isLong)
{
    public BigInteger OpenedLots { get; set; }

    public BigInteger EntryTickLots { get; set; }

    public BigInteger ExitTickLots { get; set; }

    public BigInteger RealisedPnl { get; set; }

    public BigInteger Fees { get; set; }

    /// <summary>The event of its end, but for the account's number.</summary>
    public PositionClosed Close(ReferencePosition position, long closedNs, PositionEnd end) => new()
    {
        Account = position.Account.Id,
        MarketId = position.Market.Id,
        AssetId = position.Market.Terms.AssetId,
        OpenedNs = openedNs,
        ClosedNs = closedNs,
        Lots = (long)(isLong ? OpenedLots : -OpenedLots),
        EntryTickLots = (Int128)EntryTickLots,
        ExitTickLots = (Int128)ExitTickLots,
        RealisedPnl = (Int128)RealisedPnl,
        Fees = (Int128)Fees,
        End = end,
        Outcome = (RealisedPnl - Fees).Sign switch
        {
            > 0 => Outcome.Win,
            < 0 => Outcome.Loss,
            _ => Outcome.Even,
        },
    };
}
