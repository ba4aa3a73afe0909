using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// Margin markets like the plain one (ticks and lots of 1.0, tick value 1, prices 0 to 100, fees 2 and 1 a lot), marks and
/// positions without the trades that would make them.
/// </summary>
internal static class MarginVenue
{
    public const uint Cross = 3;
    public const uint Isolated = 4;

    /// <summary>Backs the test asset where a test says so.</summary>
    public const uint BackingAsset = 2;

    public static readonly CreateMarket CrossTerms = Terms(Cross, MarginMode.Cross);
    public static readonly CreateMarket IsolatedTerms = Terms(Isolated, MarginMode.Isolated);

    /// <summary>Ten ticks of initial margin, five of maintenance, nothing that adds to them.</summary>
    public static readonly RiskParameters TenTicks = new()
    {
        MinScanTicks = 10,
        MaintenanceBp = 5_000,
        StepBp = 10_000,
        MaxSteps = 3,
    };

    /// <summary>A venue with both margin markets at mark 50, and 10,000 units for alice, bob and carol.</summary>
    public static Venue Open(RiskParameters? risk = null, bool audits = true)
    {
        var venue = new Venue(Venue.SmallOptions with { NettedSettlement = true }) { AuditsEachCommand = audits };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset with
        {
            AssetId = BackingAsset,
            Token = Traders.Of(1_001).Owner,
        });
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Apply(CommandType.CreateMarket, CrossTerms);
        venue.Apply(CommandType.CreateMarket, IsolatedTerms);
        foreach (var market in new[] { Cross, Isolated })
        {
            venue.SetRisk(risk ?? TenTicks, market);
            venue.MarkAt(market, 50);
        }

        venue.Deposit(Traders.Alice, 10_000);
        venue.Deposit(Traders.Bob, 10_000);
        venue.Deposit(Traders.Carol, 10_000);
        return venue;
    }

    public static string[] SetRisk(this Venue venue, RiskParameters risk, uint market = Cross) =>
        venue.Apply(CommandType.SetRiskParameters, new SetRiskParameters { MarketId = market, Parameters = risk });

    public static string[] SetLimits(this Venue venue, RiskLimits limits, uint market = TestMarkets.Plain) => venue.Apply(
        CommandType.SetRiskLimits,
        new SetRiskLimits { Scope = RiskScope.Market, MarketId = market, Limits = limits });

    public static string[] SetLimits(this Venue venue, RiskLimits limits, RiskScope scope, AccountId account) =>
        venue.Apply(
            CommandType.SetRiskLimits, new SetRiskLimits { Scope = scope, Account = account, Limits = limits });

    public static Market Market(this Venue venue, uint market) => venue.Engine.State.Markets.Find(market)!;

    /// <summary>A mark computed now.</summary>
    public static void MarkAt(this Venue venue, uint market, long ticks)
    {
        var prices = venue.Market(market).Prices;
        prices.HasMark = true;
        prices.MarkTicks = ticks;
        prices.MarkNs = venue.NowNs;
    }

    /// <summary>So many lots more for one account and fewer for another, traded at a price without a trade.</summary>
    public static void Pair(this Venue venue, uint market, AccountId buyer, AccountId seller, long lots, long ticks)
    {
        venue.Add(market, buyer, lots, ticks);
        venue.Add(market, seller, -lots, ticks);
    }

    public static ref Position PositionOf(this Venue venue, AccountId account, uint market)
    {
        var state = venue.Engine.State;
        state.Accounts.TryFind(in account, out var slot);
        return ref state.Positions[state.FindOrAddPosition(slot, venue.Market(market).Slot)];
    }

    public static int BalanceOf(this Venue venue, AccountId account, uint assetId = TestMarkets.AssetId)
    {
        var state = venue.Engine.State;
        state.Accounts.TryFind(in account, out var slot);
        state.Assets.TryFind(assetId, out var asset);
        return state.Ledger.FindOrAdd(slot, asset);
    }

    public static Int128 Available(this Venue venue, AccountId account) =>
        venue.Engine.View.Balance(account, TestMarkets.AssetId).Available;

    /// <summary>Marks a unit as one that is being liquidated.</summary>
    public static void Liquidating(this Venue venue, AccountId account, uint market)
    {
        ref var position = ref venue.PositionOf(account, market);
        position.InLiquidation = position.Mode == MarginMode.Isolated;
        venue.Engine.State.Ledger[venue.BalanceOf(account)].InLiquidation = position.Mode == MarginMode.Cross;
    }

    /// <summary>10,000 more or less of the asset that backs the other one, at one unit each unless said otherwise.</summary>
    public static string[] Back(
        this Venue venue, AccountId account, Int128 amount, uint haircutBp = 0, long price = FixedPoint.One)
    {
        venue.Apply(CommandType.SetCollateral, new SetCollateral
        {
            AssetId = BackingAsset,
            BackedAssetId = TestMarkets.AssetId,
            HaircutBp = haircutBp,
            Cap = 1_000_000,
        });
        venue.Apply(CommandType.SetCollateralPrice, new SetCollateralPrice { AssetId = BackingAsset, Price = price });
        return venue.DepositOf(Traders.Of(1_001).Owner, account, amount);
    }

    public static string[] SetMode(
        this Venue venue, AccountId account, MarginMode mode, ulong nonce, uint market = Cross) =>
        venue.Apply(
            CommandType.SetMarginMode,
            new SetMarginMode { Account = account, MarketId = market, Mode = mode, Nonce = nonce });

    /// <summary>The answer to a question about one limit order.</summary>
    public static MarginReported Ask(
        this Venue venue, AccountId account, uint market, Side side, long lots, long ticks)
    {
        venue.Apply(CommandType.QueryMargin, new QueryMargin
        {
            Account = account,
            MarketId = market,
            Side = side,
            Lots = lots,
            PriceTicks = ticks,
            RequestId = 7,
        });
        foreach (var item in new EventFrame(venue.LastFrame))
        {
            if (item.Type == EventType.MarginReported)
            {
                return item.Body<MarginReported>();
            }
        }

        throw new InvalidOperationException("a question is answered");
    }

    /// <summary>A limit order in a margin market; what it was answered, without what follows.</summary>
    public static string Try(
        this Venue venue, AccountId account, Side side, long lots, long ticks, uint market = Cross,
        OrderFlags flags = OrderFlags.None)
    {
        var terms = market switch { Cross => CrossTerms, Isolated => IsolatedTerms, _ => TestMarkets.PlainTerms };
        return Answer(venue.Send(new OrderTicket(account, side, lots, ticks) { Terms = terms, Flags = flags }));
    }

    /// <summary>ACCEPTED, or the code of the refusal.</summary>
    public static string Answer(string[] lines)
    {
        var words = lines.First(line => line.Contains("accepted ", StringComparison.Ordinal)
            || line.Contains("rejected ", StringComparison.Ordinal)).Split(' ');
        return words[1] == "accepted" ? "ACCEPTED" : words[^1];
    }

    private static void Add(this Venue venue, uint market, AccountId account, long lots, long ticks)
    {
        var state = venue.Engine.State;
        ref var position = ref venue.PositionOf(account, market);
        var (before, cost) = (position.Lots, position.Cost);
        position.Lots += lots;
        position.Cost += (Int128)lots * ticks * venue.Market(market).TickValue;
        state.Accounts.TryFind(in account, out var slot);
        state.Positions.TryFind(slot, venue.Market(market).Slot, out var index);
        venue.Market(market).CountPosition(
            state.Positions, index, before, cost, position.Lots, position.Cost);
    }

    private static CreateMarket Terms(uint marketId, MarginMode mode) => TestMarkets.PlainTerms with
    {
        MarketId = marketId,
        MarginMode = mode,
        MaxOrderLots = 10_000,
        QuestionHash = new Hash32(Enumerable.Repeat((byte)1, Hash32.SizeBytes).ToArray()),
        MetricId = TestMarkets.Text($"TEMP-{marketId}"),
        Life = new MarketLife
        {
            TerminationSeconds = 1_700_100_000,
            ObservationStartSeconds = 1_700_100_000,
            ObservationEndSeconds = 1_700_100_100,
            FallbackDeadlineSeconds = 1_700_200_000,
            Oracle = Traders.Of(1_002).Owner,
            FallbackWindowSeconds = 60,
        },
    };
}
