using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// Markets of docs/money.md beside the plain ones, under market id 3, and what their tests do to them. Their risk
/// parameters are not set: the initial margin is the way to the bound.
/// </summary>
internal static class MoneyMarkets
{
    public const uint Id = 3;

    public static CreateMarket Terms => TestMarkets.PlainTerms with
    {
        MarketId = Id,
        MetricId = TestMarkets.Text("TEMP-MONEY"),
        Life = new MarketLife
        {
            TerminationSeconds = 1_900_000_000,
            ObservationStartSeconds = 1_900_000_000,
            ObservationEndSeconds = 1_900_086_400,
            FallbackDeadlineSeconds = 1_900_200_000,
            Oracle = Traders.Of(900).Owner,
        },
    };

    public static CreateMarket Cross => Terms with { MarginMode = MarginMode.Cross };

    public static CreateMarket Isolated => Terms with { MarginMode = MarginMode.Isolated };

    /// <summary>A netted venue with 10,000 for alice, bob and carol each and one more market, its mark at 50.</summary>
    public static Venue Open(CreateMarket terms, EngineOptions? options = null)
    {
        var venue = Venue.Open((options ?? Venue.SmallOptions) with { NettedSettlement = true });
        venue.Apply(CommandType.CreateMarket, terms);
        venue.MarkAt(50);
        return venue;
    }

    public static Market Money(this Venue venue) => venue.Engine.State.Markets.Find(Id)!;

    public static void MarkAt(this Venue venue, long ticks)
    {
        var prices = venue.Money().Prices;
        (prices.HasMark, prices.MarkTicks, prices.MarkNs) = (true, ticks, venue.NowNs);
    }

    public static string[] Place(
        this Venue venue, AccountId account, Side side, long lots, long priceTicks, OrderFlags flags = OrderFlags.None) =>
        venue.Send(new OrderTicket(account, side, lots, priceTicks) { Terms = venue.Money().Terms, Flags = flags });

    /// <summary>The seller rests, the buyer takes; the lines that the trade wrote.</summary>
    public static string[] Trade(this Venue venue, AccountId buyer, AccountId seller, long lots, long priceTicks)
    {
        venue.Place(seller, Side.Sell, lots, priceTicks);
        return [.. venue.Place(buyer, Side.Buy, lots, priceTicks).Where(IsOfTrade)];
    }

    public static ref Position PositionOf(this Venue venue, AccountId account)
    {
        var state = venue.Engine.State;
        Assert.True(state.Accounts.TryFind(in account, out var slot));
        Assert.True(state.Positions.TryFind(slot, venue.Money().Slot, out var position));
        return ref state.Positions[position];
    }

    public static int PositionIndex(this Venue venue, AccountId account)
    {
        var state = venue.Engine.State;
        Assert.True(state.Accounts.TryFind(in account, out var slot));
        Assert.True(state.Positions.TryFind(slot, venue.Money().Slot, out var position));
        return position;
    }

    public static int BalanceOf(this Venue venue, AccountId account)
    {
        var state = venue.Engine.State;
        Assert.True(state.Accounts.TryFind(in account, out var slot));
        Assert.True(state.Assets.TryFind(TestMarkets.AssetId, out var asset));
        Assert.True(state.Ledger.TryFind(slot, asset, out var balance));
        return balance;
    }

    /// <summary>Takes available money away, as a loss elsewhere would.</summary>
    public static void Drain(this Venue venue, AccountId account, Int128 amount)
    {
        var ledger = venue.Engine.State.Ledger;
        ledger.Post(0, ledger.Available(venue.BalanceOf(account)), ledger.Guarantee(0), amount);
    }

    public static string[] Tiers(this Venue venue, params FeeTier[] tiers)
    {
        var schedule = new SetFeeSchedule { Count = (uint)tiers.Length };
        for (var index = 0; index < tiers.Length; index++)
        {
            schedule.Tiers[index] = tiers[index];
        }

        return venue.Apply(CommandType.SetFeeSchedule, schedule);
    }

    /// <summary>What parts of the engine do that no command of this test reaches; the lines that they wrote.</summary>
    public static string[] Run(this Venue venue, EngineWork work)
    {
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var header = new CommandHeader { Sequence = venue.Sequence, TimestampNs = venue.NowNs };
        sink.Begin(in header);
        work(ref sink);
        sink.End();
        return EventText.Describe(sink.Frame);
    }

    public static TradePosting Posting(this Venue venue) => new(
        venue.Engine.State, new OpenOrders(venue.Engine.State, new LinkEffects(venue.Engine.State)),
        new LinkEffects(venue.Engine.State), new TradeFees(venue.Engine.State),
        new FillMoney(venue.Engine.State, new MarginCalculator(venue.Engine.State)),
        new PositionLives(venue.Engine.State), new DebtReports(venue.Engine.State));

    public delegate void EngineWork(ref EventFrameWriter sink);

    public static bool IsOfTrade(string line) =>
        !line.StartsWith("level", StringComparison.Ordinal) && !line.Contains(" accepted ", StringComparison.Ordinal);
}
