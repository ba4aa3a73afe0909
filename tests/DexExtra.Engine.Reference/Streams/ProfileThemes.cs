using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>Named profiles: what is certainly dense in them; everything else is drawn as ever.</summary>
internal static class ProfileThemes
{
    private static readonly Dictionary<string, StreamFeature[]> Themes = new()
    {
        ["icebergs"] = [Iceberg, Variance, ProRata, StreamFeature.Amend, StreamFeature.Auctions],
        ["stops"] = [Stop, StopLimit, TakeProfit, TakeProfitLimit, Trailing, TrailingLimit, Cascades, ActivationPrice],
        ["lists"] = [StreamFeature.Lists, Stop, TakeProfitLimit, StreamFeature.Amend, ReduceOnly, FillOrKill],
        ["auctions"] = [StreamFeature.Auctions, StateChanges, GoodForAuction, Collars, Batches, Iceberg, ReduceOnly, Pegged],
        ["positions"] = [ReduceOnly, PositionFraction, Stop, Market, StreamFeature.Lists],
        ["pegs"] = [Pegged, Iceberg, IndexPrices, PostOnly, StateChanges],
        ["bands"] = [TradingRules, Bands, VolatilityTriggers, PriceIncrements, Market, Stop, Outages],
        ["clocks"] = [Day, GoodTillDate, Twap, SessionEnds, ScheduledAuctions, TimeJumps, TriggerAtExpiry, ShortExpiry],
        ["amends"] = [StreamFeature.Amend, Replace, Iceberg, PostOnly, Stop, Locks, MassCancel],
        ["hidden"] = [Market, Budget, AllOrNone, TradingRules, FillOrKill, MinQuantity, Iceberg, ReduceOnly],
        ["deep"] = [Limit, GoodForAuction],
        ["sweeps"] = [Limit],
        ["families"] = [StreamFeature.Lists, Limit],
        ["tight"] = [Broken, ShortExpiry, Repeats, OddNonces, Listings],
        ["poor"] = [StreamFeature.Lists, StreamFeature.Amend, Replace, Market, Budget],
        ["quiet"] = [IndexPrices, TradingRules, Bands],
        ["backlog"] = [Market, Budget, FillOrKill, MinQuantity, Stop, StreamFeature.Auctions],
        ["keys"] = [StreamFeature.SessionKeys, StreamFeature.Lists, StreamFeature.Amend, Replace, MassCancel, Stop, StreamFeature.Auctions],
        ["quotes"] = [StreamFeature.Quotes, StreamFeature.Auctions, MassCancel, Stop, StreamFeature.Amend, PostOnlySlide, SelfTradeModes],
        ["broken"] = [Broken, StateChanges, Termination, Repeats, OddNonces, Listings, TimeJumps],
        ["exits"] =
        [
            StreamFeature.OwnerActions, StreamFeature.Lists, StreamFeature.Amend, Replace, MassCancel, Stop,
            StreamFeature.Auctions, Busts,
        ],
        ["ends"] = [Ends, BlockTrades, Busts, IndexPrices, StreamFeature.Auctions, FillOrKill],
    };

    public static IEnumerable<string> Names => Themes.Keys;

    public static StreamFeature[] Of(string name) => Themes.GetValueOrDefault(name, []);
}
