using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Names in Redis. All share the hash tag {venue}, so that one MULTI may hold them on a cluster too. Each key is a hash
/// with the field "sequence": the event log position of its last change; levels are fields named by their price in
/// ticks (hashes, not sorted sets: a score is a double and cannot hold every 64-bit tick, and a set has no place for
/// the sequence). Money is in ledger units (1e-8) as an integer, price in ticks, quantity in lots.
/// </summary>
internal sealed class MirrorKeys(string venueName)
{
    public const string Sequence = "sequence";
    public const string EngineTimeNs = "engineTimeNs";
    public const string MatchId = "matchId";
    public const string PriceTicks = "priceTicks";
    public const string QuantityLots = "quantityLots";
    public const string Aggressor = "aggressor";
    public const string AuctionId = "auctionId";
    public const string Auction = "auction";
    public const string EarliestEndNs = "earliestEndNs";
    public const string Cause = "cause";
    public const string VolumeLots = "volumeLots";
    public const string SurplusSide = "surplusSide";
    public const string SurplusLots = "surplusLots";

    /// <summary>Part of a market and field in it.</summary>
    public const string State = "state";

    public const string Trade = "trade";
    public const string Indicative = "indicative";
    public const string Mark = "mark";
    public const string Index = "index";

    // of a position, a portfolio and its profit and loss
    public const string MarketId = "marketId";
    public const string AssetId = "assetId";
    public const string Lots = "lots";
    public const string Cost = "cost";
    public const string PaidIn = "paidIn";
    public const string Margin = "margin";
    public const string Debt = "debt";
    public const string Quantile = "quantile";
    public const string ValuationTicks = "valuationTicks";
    public const string Unrealised = "unrealisedPnl";
    public const string Realised = "realisedPnl";
    public const string Net = "netPnl";
    public const string Fees = "feesPaid";
    public const string Exposure = "exposure";
    public const string Available = "available";
    public const string Held = "held";
    public const string Owed = "owed";
    public const string Cash = "cashValue";
    public const string PositionValue = "positionValue";
    public const string PortfolioValue = "portfolioValue";

    /// <summary>Markets in which the portfolio has an open position, ascending, with commas between.</summary>
    public const string OpenMarkets = "openMarkets";

    private readonly string _prefix = $"dexextra:{{{venueName}}}:";

    /// <summary>Position and time of the whole mirror; absent while it is being rebuilt.</summary>
    public string Mirror => _prefix + "mirror";

    /// <summary>
    /// Number of the writer that holds the mirror; counts up with each writer that takes it. No part of the mirror.
    /// </summary>
    public string Writer => _prefix + "writer";

    /// <summary>
    /// Channel of hints: the sequence to which the mirror was brought. A hint may be lost; the keys say what holds.
    /// </summary>
    public string Hints => _prefix + "changed";

    /// <summary>Pattern of every key of this venue.</summary>
    public string All => EscapeGlob(_prefix) + "*";

    public string Bids(uint marketId) => Market(marketId, "bids");

    public string Asks(uint marketId) => Market(marketId, "asks");

    /// <summary>Last trade, state, indication, mark or index price.</summary>
    public string Part(uint marketId, string part) => Market(marketId, part);

    /// <summary>An open position (S264).</summary>
    public string Position(AccountId account, uint marketId) => Account(account, "position", marketId);

    /// <summary>What an account has in one token, positions at their marks (S262).</summary>
    public string Portfolio(AccountId account, uint assetId) => Account(account, "portfolio", assetId);

    /// <summary>Profit and loss of an account in one token over all time (S263).</summary>
    public string ProfitAndLoss(AccountId account, uint assetId) => Account(account, "pnl", assetId);

    /// <summary>Channel of hints about one account: the sequence to which its keys were brought.</summary>
    public string AccountHints(AccountId account) =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}account:{account.Owner}:{account.Subaccount}:changed");

    private static string EscapeGlob(string text)
    {
        foreach (var special in (string[])["\\", "*", "?", "[", "]"])
        {
            text = text.Replace(special, "\\" + special, StringComparison.Ordinal);
        }

        return text;
    }

    private string Market(uint marketId, string part) =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}market:{marketId}:{part}");

    private string Account(AccountId account, string kind, uint id) => string.Create(
        CultureInfo.InvariantCulture, $"{_prefix}account:{account.Owner}:{account.Subaccount}:{kind}:{id}");
}
