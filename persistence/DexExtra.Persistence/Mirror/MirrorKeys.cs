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

    private readonly string _prefix = $"dexextra:{{{venueName}}}:";

    /// <summary>Position and time of the whole mirror; absent while it is being rebuilt.</summary>
    public string Mirror => _prefix + "mirror";

    /// <summary>Pattern of every key of this venue.</summary>
    public string All => EscapeGlob(_prefix) + "*";

    public string Bids(uint marketId) => Market(marketId, "bids");

    public string Asks(uint marketId) => Market(marketId, "asks");

    public string LastTrade(uint marketId) => Market(marketId, "trade");

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
