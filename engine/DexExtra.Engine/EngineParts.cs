using DexExtra.Engine.Amend;
using DexExtra.Engine.Auctions;
using DexExtra.Engine.Blocks;
using DexExtra.Engine.Custody;
using DexExtra.Engine.Effects;
using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Lists;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Oracle;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.OwnerActions;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Quotes;
using DexExtra.Engine.Risk;
using DexExtra.Engine.SessionKeys;
using DexExtra.Engine.Settlement;
using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Triggers;

namespace DexExtra.Engine;

/// <summary>The engine's composition root: every stateless part, made once over the one state.</summary>
internal sealed class EngineParts
{
    public EngineParts(EngineState state)
    {
        var links = new LinkEffects(state);
        var openOrders = new OpenOrders(state, links);
        var cancellation = new OrderCancellation(state, openOrders);
        var (margins, fees, units) = (new MarginCalculator(state), new TradeFees(state), new MarginUnits(state));
        var trades = CreateTrades(state, openOrders, links, fees, margins);
        var fills = new MakerFills(state, trades, cancellation);
        var guard = new SelfTradeGuard(state, cancellation);
        var tracker = new TriggerTracker(state);
        var matcher = new Matcher(
            state, fills, guard, new ProRataLevel(state, fills, guard), new AllOrNoneBook(state), tracker);
        var dryRun = new DryRun(state, new LevelWalk(state, fills));
        var prices = new EffectivePrices(state);
        var stops = new StopOrders(state, cancellation);
        var twaps = new TwapOrders(state, matcher, trades, cancellation, openOrders);
        var exits = new ExitLocks(state);
        Sweeps = new OrderSweeps(state, cancellation, exits);
        Pegs = new PegOrders(state);
        var transitions = new MarketTransitions(state, Pegs, Sweeps, tracker);
        var calls = new CallAuctions(state, transitions);
        var marks = new MarkPrices(state, tracker);
        var entry = new OrderEntry(
            state, matcher, dryRun, trades, cancellation, openOrders, stops, Pegs, twaps, calls);
        var (limits, holds) = (new LimitGates(state), new OrderHolds(state));
        var funds = new FundsGate(state, margins, holds);
        var admission = new OrderAdmission(
            state, new CapacityRules(state), prices, matcher, dryRun, entry, Pegs, limits, holds, funds);
        var acceptance = new OrderAcceptance(state, cancellation);
        var reduceOnly = new ReduceOnlyGuard(state, cancellation);
        var children = new ChildOrders(state, cancellation, entry, matcher, reduceOnly, prices);
        var linkActions = new LinkActions(state, links, cancellation, children);
        var releases = new TriggerRelease(
            state, new TriggerTest(state, calls), new ReleaseGates(state, prices, matcher, dryRun, entry), entry,
            cancellation, openOrders, linkActions, calls);
        var amendChecks = new AmendChecks(state, matcher, limits, holds, funds);
        var amendment = new OrderAmendment(state, cancellation, openOrders, entry, stops, reduceOnly);
        var allOrNone = new AllOrNoneMatcher(state, dryRun, entry);
        Effects = new EffectsRunner(linkActions, reduceOnly, new(state, Sweeps), allOrNone, releases);
        var uncrosser = CreateUncrosser(state, guard, fills, trades, Effects, tracker);
        var auctionPrice = new AuctionPrice(state);
        var callEnds = new CallEnds(state, auctionPrice, uncrosser, marks, Sweeps, transitions, children);
        Clocks = new MarketClocks(state, calls, callEnds, marks, new Indications(state, auctionPrice));
        Review = new MarginReview(state, units);
        var balances = new BalanceReports(state);
        var events = new LiquidationEvents(state, units, balances, new DebtReports(state));
        var conversion = new Conversion(state, events);
        Life = new LifeParts(state, transitions, Sweeps, tracker, margins, conversion, balances);
        Custody = new CustodyParts(state, margins, balances);
        var liquidator = CreateLiquidator(state, units, cancellation, matcher, trades, Review, events, conversion);
        FeeSchedules = new FeeScheduleHandler(state);
        Time = new TimeHandler(
            state, cancellation, twaps, releases, Sweeps, Clocks, Life.Clock, liquidator, Life.Payouts,
            Custody.Withdrawals);
        SessionKeys = new SessionKeyHandler(state, Sweeps);
        NewOrders = new NewOrderHandler(state, SessionKeys.Gate, admission, acceptance, entry);
        Lists = new NewOrderListHandler(state, SessionKeys.Gate, admission, acceptance, entry, openOrders);
        Cancels = new CancelHandler(state, SessionKeys.Gate, cancellation);
        Amends = new AmendHandler(state, SessionKeys.Gate, amendChecks, amendment);
        Replaces = new ReplaceHandler(state, SessionKeys.Gate, amendChecks, amendment, openOrders);
        MassCancels = new MassCancelHandler(state, SessionKeys.Gate, Sweeps);
        Quotes = new MassQuoteHandler(state, SessionKeys.Gate, cancellation, admission, acceptance, entry);
        Admin = new AdminHandler(state, transitions, Sweeps, tracker, Life.Closing);
        Blocks = new BlockTradeHandler(state, admission, acceptance, trades);
        Busts = new BustTradeHandler(state, new BustPosting(state, trades, fees, margins, balances), exits);
        OwnerActions = new OwnerActionHandler(state, Sweeps, exits);
        (Deposits, Settlement) = (new DepositHandler(state), new SettlementHandler(state));
        Risk = new RiskParts(state, margins, holds, funds);
    }

    public MarginReview Review { get; }

    public TimeHandler Time { get; }

    public EffectsRunner Effects { get; }

    public PegOrders Pegs { get; }

    public MarketClocks Clocks { get; }

    public OrderSweeps Sweeps { get; }

    public SessionKeyHandler SessionKeys { get; }

    public NewOrderHandler NewOrders { get; }

    public NewOrderListHandler Lists { get; }

    public CancelHandler Cancels { get; }

    public AmendHandler Amends { get; }

    public ReplaceHandler Replaces { get; }

    public MassCancelHandler MassCancels { get; }

    public MassQuoteHandler Quotes { get; }

    public AdminHandler Admin { get; }

    public LifeParts Life { get; }

    public BlockTradeHandler Blocks { get; }

    public BustTradeHandler Busts { get; }

    public DepositHandler Deposits { get; }

    public OwnerActionHandler OwnerActions { get; }

    public SettlementHandler Settlement { get; }

    public FeeScheduleHandler FeeSchedules { get; }

    public CustodyParts Custody { get; }

    public RiskParts Risk { get; }

    private static TradePosting CreateTrades(
        EngineState state, OpenOrders openOrders, LinkEffects links, TradeFees fees, MarginCalculator margins) => new(
        state, openOrders, links, fees, new FillMoney(state, margins), new PositionLives(state),
        new DebtReports(state));

    private static Uncrosser CreateUncrosser(
        EngineState state, SelfTradeGuard guard, MakerFills fills, TradePosting trades, EffectsRunner effects,
        TriggerTracker tracker)
    {
        var groups = new AuctionGroups(state);
        return new Uncrosser(
            state, new AuctionSelfTrade(state, groups, guard, fills), groups,
            new AuctionPairing(state, groups, fills, trades), effects, tracker);
    }

    private static Liquidator CreateLiquidator(
        EngineState state, MarginUnits units, OrderCancellation cancellation, Matcher matcher, TradePosting trades,
        MarginReview review, LiquidationEvents events, Conversion conversion)
    {
        var taker = new UnitTaker(state, units, matcher, events);
        return new Liquidator(
            state, units, new UnitOrders(state, units, cancellation), taker,
            new Deleveraging(state, units, trades, taker, events),
            new ShortfallCover(state, units, conversion, events), review, events);
    }
}
