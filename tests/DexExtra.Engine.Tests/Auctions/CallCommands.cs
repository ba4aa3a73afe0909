using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>The operators' commands and the passing of time, in the words of the tests about calls.</summary>
internal static class CallCommands
{
    public static string[] StartAuction(
        this Venue venue, AuctionKind kind, uint seconds = 60, uint randomSeconds = 0, uint market = TestMarkets.Plain) =>
        venue.Apply(CommandType.StartAuction, new StartAuction
        {
            MarketId = market,
            Kind = kind,
            DurationSeconds = seconds,
            RandomSeconds = randomSeconds,
        });

    public static string[] SetState(this Venue venue, MarketState state, uint market = TestMarkets.Plain) =>
        venue.Apply(CommandType.SetMarketState, new SetMarketState { MarketId = market, State = state });

    public static string[] SetRules(this Venue venue, TradingRules rules, uint market = TestMarkets.Plain) =>
        venue.Apply(CommandType.SetTradingRules, new SetTradingRules { MarketId = market, Rules = rules });

    public static string[] SetIndex(this Venue venue, long priceTicks, uint market = TestMarkets.Plain) =>
        venue.Apply(CommandType.SetIndexPrice, new SetIndexPrice { MarketId = market, PriceTicks = priceTicks });

    /// <summary>A tick so many seconds later.</summary>
    public static string[] Pass(this Venue venue, double seconds)
    {
        venue.NowNs += (long)(seconds * Limits.NsPerSecond);
        return venue.Tick();
    }

    /// <summary>A tick with random bits.</summary>
    public static string[] TickWith(this Venue venue, ulong entropy)
    {
        var command = new byte[CommandHeader.SizeBytes];
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
            Entropy = entropy,
        };
        System.Runtime.InteropServices.MemoryMarshal.Write(command, in header);
        return venue.ApplyBytes(command);
    }

    /// <summary>Bodies of one kind of event in the last frame.</summary>
    public static List<TBody> Events<TBody>(this Venue venue, EventType type)
        where TBody : unmanaged
    {
        var bodies = new List<TBody>();
        foreach (var item in new EventFrame(venue.LastFrame))
        {
            if (item.Type == type)
            {
                bodies.Add(item.Body<TBody>());
            }
        }

        return bodies;
    }
}
