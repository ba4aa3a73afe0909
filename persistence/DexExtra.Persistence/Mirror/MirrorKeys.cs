using System.Globalization;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Names in Redis. All share the hash tag {venue}, so that one MULTI may hold them on a cluster too. Each key is a hash
/// with the field "sequence": the event log position of its last change; levels are fields named by their price in
/// ticks (hashes, not sorted sets: a score is a double and cannot hold every 64-bit tick, and a set has no place for
/// the sequence).
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

    private readonly string _prefix = $"dexextra:{{{venueName}}}:";

    /// <summary>Position and time of the whole mirror; absent while it is being rebuilt.</summary>
    public string Mirror => _prefix + "mirror";

    /// <summary>Pattern of every key of this venue.</summary>
    public string All => EscapeGlob(_prefix) + "*";

    public string Bids(uint marketId) => Market(marketId, "bids");

    public string Asks(uint marketId) => Market(marketId, "asks");

    /// <summary>Last trade, state, indication, mark or index price.</summary>
    public string Part(uint marketId, string part) => Market(marketId, part);

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
}
