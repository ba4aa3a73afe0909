using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>
/// A venue with a cross market 1, an isolated market 2, a FULL market 3 and another cross market 4, all of prices 0 to
/// 100, tick value 1 and no fees. Initial margin is 10 ticks per lot, maintenance margin 5. Positions come from trades;
/// cash, buckets, funds and marks are then set to the numbers that a test needs.
/// </summary>
public sealed class LiquidationVenue
{
    public const uint Cross = 1;
    public const uint Isolated = 2;
    public const uint Full = 3;
    public const uint Other = 4;

    public LiquidationVenue(EngineOptions? options = null, bool audits = true)
    {
        var all = (options ?? Venue.SmallOptions) with { NettedSettlement = true };
        Venue = new Venue(all) { AuditsEachCommand = audits };
        Venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        Create(Cross, MarginMode.Cross);
        Create(Isolated, MarginMode.Isolated);
        Create(Full, MarginMode.Full);
        Create(Other, MarginMode.Cross);
    }

    public static RiskParameters Parameters => new()
    {
        MinScanTicks = 10,
        MaintenanceBp = 5_000,
        MinLiquidationLots = 1,
        StepBp = 2_000,
        PauseSeconds = 1,
        MaxSteps = 3,
        NoCancelTicks = 1,
        ConcentrationBaseLots = 1_000_000,
        ConcentrationFreeBp = 10_000,
    };

    public Venue Venue { get; }

    internal EngineState State => Venue.Engine.State;

    /// <summary>Lines of the last frame that are about money.</summary>
    public string[] Lines => LiquidationText.Lines(Venue.LastFrame);

    public static CreateMarket Terms(uint market, MarginMode mode) => TestMarkets.PlainTerms with
    {
        MarketId = market,
        MarginMode = mode,
        TakerFeePerLot = 0,
        MakerFeePerLot = 0,
        MaxOrderLots = 1_000_000,
    };

    public void SetRisk(uint market, RiskParameters risk) => MarketOf(market).Risk = risk;

    /// <summary>Both get cash, and trade: the buyer is long, the seller short.</summary>
    public void Trade(uint market, AccountId buyer, AccountId seller, long lots, long ticks)
    {
        Venue.Deposit(buyer, 1_000_000);
        Venue.Deposit(seller, 1_000_000);
        Order(market, seller, Side.Sell, lots, ticks);
        Order(market, buyer, Side.Buy, lots, ticks);
    }

    public string[] Order(uint market, AccountId account, Side side, long lots, long ticks, OrderFlags flags = default)
    {
        Venue.Send(new OrderTicket(account, side, lots, ticks) { Terms = MarketOf(market).Terms, Flags = flags });
        return Lines;
    }

    /// <summary>The account has so much cash; the difference is a matter of the fees.</summary>
    public void SetCash(AccountId account, Int128 amount)
    {
        var balance = BalanceOf(account);
        var ledger = State.Ledger;
        var less = ledger[balance].Available - amount;
        if (less >= 0)
        {
            ledger.Post(0, ledger.Available(balance), ledger.Fees(0), less);
        }
        else
        {
            ledger.Post(0, ledger.Fees(0), ledger.Available(balance), -less);
        }
    }

    /// <summary>The bucket of its isolated position has so much; the difference is its cash.</summary>
    public void SetBucket(AccountId account, Int128 amount)
    {
        var balance = BalanceOf(account);
        ref var position = ref State.Positions[PositionSlot(Isolated, account)];
        State.Ledger.Post(0, position.Margin, State.Ledger.Available(balance), position.Bucket);
        State.Ledger.Post(0, State.Ledger.Available(balance), position.Margin, amount);
    }

    public void SetInsurance(uint market, Int128 amount)
    {
        Fund(amount);
        State.Ledger.Post(0, State.Ledger.Fees(0), MarketOf(market).Insurance, amount);
    }

    public void SetGuarantee(Int128 amount)
    {
        Fund(amount);
        State.Ledger.Post(0, State.Ledger.Fees(0), State.Ledger.Guarantee(0), amount);
    }

    /// <summary>A new mark of one market, and the next second begins.</summary>
    public string[] Mark(uint market, long ticks)
    {
        PutMark(market, ticks);
        return Tick();
    }

    /// <summary>The same without a command.</summary>
    public void PutMark(uint market, long ticks)
    {
        var prices = MarketOf(market).Prices;
        prices.HasMark = true;
        prices.MarkTicks = ticks;
        prices.MarkNs = Venue.NowNs;
        prices.HasIndex = true;
        prices.IndexTicks = ticks;
        prices.HasLast = true;
        prices.LastTicks = ticks;
        State.Passes.RequestReview(MarketOf(market));
    }

    /// <summary>A second later.</summary>
    public string[] Tick(int seconds = 1)
    {
        Venue.NowNs += seconds * Limits.NsPerSecond;
        Venue.Tick();
        return Lines;
    }

    /// <summary>Commands a second apart, until nothing is liquidated any more; their lines.</summary>
    public List<string> Settle(int commands = 100)
    {
        var lines = new List<string>();
        for (; commands > 0 && (State.Liquidations.Count > 0 || State.Passes.IsAnyRunning); commands--)
        {
            lines.AddRange(Tick());
        }

        return lines;
    }

    public Int128 Cash(AccountId account) => State.Ledger[BalanceOf(account)].Available;

    public Int128 Owed(AccountId account) => State.Ledger[BalanceOf(account)].Owed;

    public long Lots(uint market, AccountId account) => PositionOf(market, account).Lots;

    internal ref Position PositionOf(uint market, AccountId account) =>
        ref State.Positions[PositionSlot(market, account)];

    internal DexExtra.Engine.Markets.Market MarketOf(uint market) => State.Markets.Find(market)!;

    private void Create(uint market, MarginMode mode)
    {
        Venue.Apply(CommandType.CreateMarket, Terms(market, mode));
        Venue.Apply(CommandType.SetTradingRules, new SetTradingRules
        {
            MarketId = market,
            Rules = TradingRules.Default with { MinMarkDepthLots = 1_000_000_000 },
        });
        if (mode != MarginMode.Full)
        {
            SetRisk(market, Parameters);
            PutMark(market, 50);
        }
    }

    private void Fund(Int128 amount)
    {
        Venue.Deposit(Traders.Nobody, amount);
        SetCash(Traders.Nobody, Cash(Traders.Nobody) - amount);
    }

    private int BalanceOf(AccountId account)
    {
        State.Accounts.TryFind(in account, out var slot);
        return State.Ledger.FindOrAdd(slot, 0);
    }

    private int PositionSlot(uint market, AccountId account)
    {
        State.Accounts.TryFind(in account, out var slot);
        State.Positions.TryFind(slot, MarketOf(market).Slot, out var position);
        return position;
    }
}
