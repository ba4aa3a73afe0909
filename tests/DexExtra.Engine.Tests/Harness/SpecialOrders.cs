using DexExtra.Engine.Markets;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// Stops, pegs and TWAPs on top of a plain ticket, in ticks of the market with ticks and lots of 1.0; and values of mark
/// and index without a book that gives them.
/// </summary>
internal static class SpecialOrders
{
    private static readonly string[] Public = ["level", "market", "mark", "index"];

    public delegate void Change(ref SignedOrder order);

    public static string[] SendStop(
        this Venue venue, OrderTicket ticket, OrderType type, long triggerTicks, Change? change = null,
        TriggerSource source = TriggerSource.Last) =>
        venue.SendAs(ticket, type, (ref SignedOrder order) =>
        {
            order.TriggerPrice = triggerTicks * ticket.Terms.TickSize;
            order.Instructions.TriggerSource = source;
            change?.Invoke(ref order);
        });

    public static string[] SendTrailing(
        this Venue venue, OrderTicket ticket, OrderType type, long distanceTicks, Change? change = null,
        TriggerSource source = TriggerSource.Last) =>
        venue.SendAs(ticket, type, (ref SignedOrder order) =>
        {
            order.Instructions.TrailingDistance = (UInt128)(distanceTicks * ticket.Terms.TickSize);
            order.Instructions.TriggerSource = source;
            change?.Invoke(ref order);
        });

    public static string[] SendPeg(
        this Venue venue, OrderTicket ticket, PegReference reference, long offsetTicks, Change? change = null) =>
        venue.SendAs(ticket, OrderType.Pegged, (ref SignedOrder order) =>
        {
            order.Instructions.PegReference = reference;
            order.Instructions.PriceOffset = (UInt128)(offsetTicks * ticket.Terms.TickSize);
            change?.Invoke(ref order);
        });

    public static string[] SendTwap(
        this Venue venue, OrderTicket ticket, uint durationSeconds, uint intervalSeconds, long offsetTicks) =>
        venue.SendAs(ticket, OrderType.Twap, (ref SignedOrder order) =>
        {
            order.Instructions.DurationSeconds = durationSeconds;
            order.Instructions.IntervalSeconds = intervalSeconds;
            order.Instructions.PriceOffset = (UInt128)(offsetTicks * ticket.Terms.TickSize);
        });

    public static string[] SendAs(this Venue venue, OrderTicket ticket, OrderType type, Change change)
    {
        var command = venue.Number(ticket with { Type = type }).ToCommand();
        change(ref command.Order);
        return venue.Apply(CommandType.NewOrder, command);
    }

    /// <summary>The plain market itself.</summary>
    public static Market Plain(this Venue venue) => venue.Engine.State.Markets.Find(TestMarkets.Plain)!;

    /// <summary>A new index; its effects come with the tick whose frame this is.</summary>
    public static string[] Index(this Venue venue, long ticks)
    {
        var market = venue.Plain();
        market.Prices.HasIndex = true;
        market.Prices.IndexTicks = ticks;
        new TriggerTracker(venue.Engine.State).OnValue(market, TriggerSource.Index, ticks);
        venue.Engine.State.Touched.AddMarket(market);
        return venue.Tick();
    }

    /// <summary>A mark computed now.</summary>
    public static void Mark(this Venue venue, long ticks)
    {
        var prices = venue.Plain().Prices;
        prices.HasMark = true;
        prices.MarkTicks = ticks;
        prices.MarkNs = venue.NowNs;
    }

    /// <summary>Changes the market's rules.</summary>
    public static void Rule(this Venue venue, Func<TradingRules, TradingRules> change) =>
        venue.Plain().SetRules(change(venue.Plain().Rules));

    /// <summary>Continuous trading begins; its effects come with the tick whose frame this is.</summary>
    public static string[] Continue(this Venue venue)
    {
        venue.Plain().State = MarketState.Continuous;
        new TriggerTracker(venue.Engine.State).OnContinuous(venue.Plain());
        venue.Engine.State.Touched.AddMarket(venue.Plain());
        return venue.Tick();
    }

    /// <summary>The lines of a frame without what they say of money, accounts and the market.</summary>
    public static string[] Brief(this string[] lines) =>
        [.. lines.Where(line => !Public.Contains(line[..line.IndexOf(' ')])).Select(Shorten)];

    private static string Shorten(string line)
    {
        if (line.StartsWith("trade", StringComparison.Ordinal))
        {
            var words = line.Split(' ');
            return $"{words[3]} {words[4].TrimEnd(',')} {Of(words, "buy")}/{Of(words, "sell")}";
        }

        var end = line.IndexOf(", hold", StringComparison.Ordinal);
        end = end < 0 ? line.IndexOf(", released", StringComparison.Ordinal) : end;
        return line[(line.IndexOf(' ') + 1)..(end < 0 ? line.Length : end)];
    }

    /// <summary>A trade between alice, who bids, and carol.</summary>
    public static string[] Trade(this Venue venue, long priceTicks, long lots = 1)
    {
        venue.Buy(Traders.Alice, lots, priceTicks);
        return venue.Sell(Traders.Carol, lots, priceTicks).Brief();
    }

    /// <summary>Only what became of one order, and how.</summary>
    public static string[] Only(this string[] lines, string word) =>
        [.. lines.Where(line => line.Split(' ').Contains(word))];

    /// <summary>The order of a side of a trade.</summary>
    private static string Of(string[] words, string side) => words[Array.IndexOf(words, side) + 2];
}
