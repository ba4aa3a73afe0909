using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Money;

/// <summary>
/// One margin market for published examples, driven by commands alone and followed by the slow ledger: ticks and lots of
/// 1.0, a given tick value, no fees. A rich maker moves the mark: index and last trade go there, its quotes are too
/// small to count.
/// </summary>
internal sealed class ExampleVenue
{
    public const uint MarketId = 7;

    public static readonly AccountId Maker = Traders.Of(90);
    public static readonly AccountId OtherMaker = Traders.Of(91);

    private readonly SlowLedger _ledger;
    private readonly CreateMarket _terms;

    public ExampleVenue(MarginMode mode, RiskParameters risk, long markTicks, long capTicks = 20_000, long tickValue = 1)
    {
        Venue = new Venue(Venue.SmallOptions with { NettedSettlement = true, MaxAccounts = 40, MaxBalances = 60 });
        _ledger = new SlowLedger(Venue.Engine.View.TickVolatility, Venue.Engine.View.MarkedNs);
        _terms = TestMarkets.PlainTerms with
        {
            MarketId = MarketId,
            MarginMode = mode,
            Multiplier = tickValue,
            CapTicks = capTicks,
            TakerFeePerLot = 0,
            MakerFeePerLot = 0,
            MaxOrderLots = 100_000,
            Life = new MarketLife
            {
                TerminationSeconds = 1_900_000_000,
                ObservationStartSeconds = 1_900_000_000,
                ObservationEndSeconds = 1_900_000_000,
                FallbackDeadlineSeconds = 1_900_200_000,
                Oracle = Traders.Of(900).Owner,
            },
        };
        Apply(CommandType.ListAsset, TestMarkets.Asset);
        Apply(CommandType.CreateMarket, _terms);
        if (mode != MarginMode.Full)
        {
            var rules = TradingRules.Default with { MinMarkDepthLots = 1_000_000 };
            Apply(CommandType.SetTradingRules, new SetTradingRules { MarketId = MarketId, Rules = rules });
            Apply(CommandType.SetRiskParameters, new SetRiskParameters { MarketId = MarketId, Parameters = risk });
            Deposit(Maker, 1_000_000_000);
            Deposit(OtherMaker, 1_000_000_000);
            MoveMark(markTicks);
        }
    }

    public Venue Venue { get; }

    public SlowMarket Market => _ledger.Markets[MarketId];

    /// <summary>Every event since it was opened, by type.</summary>
    public List<Traded> Trades { get; } = [];

    public List<LiquidationChanged> Liquidations { get; } = [];

    public List<PositionSettled> Settled { get; } = [];

    public SlowWallet Wallet(AccountId account) => _ledger.Wallet(in account, TestMarkets.AssetId)!;

    public void Deposit(AccountId account, Int128 amount)
    {
        Venue.Deposit(account, amount);
        Follow();
    }

    public void Order(AccountId account, Side side, long lots, long ticks)
    {
        Venue.Send(new OrderTicket(account, side, lots, ticks) { Terms = _terms });
        Follow();
    }

    /// <summary>The seller rests, the buyer takes.</summary>
    public void Trade(AccountId buyer, AccountId seller, long lots, long ticks)
    {
        var before = Trades.Count;
        Order(seller, Side.Sell, lots, ticks);
        Order(buyer, Side.Buy, lots, ticks);
        Assert.Equal(before + 1, Trades.Count);
    }

    public void Fund(AccountId from, Int128 amount) => Apply(CommandType.FundTransfer, new FundTransfer
    {
        Account = from,
        MarketId = MarketId,
        AssetId = TestMarkets.AssetId,
        From = FundKind.Account,
        To = FundKind.Insurance,
        Amount = amount,
        Reference = (ulong)Venue.Sequence + 1,
    });

    /// <summary>All inputs of the mark are there; it follows within the next seconds.</summary>
    public void MoveMark(long ticks)
    {
        Apply(CommandType.MassCancel, new MassCancel { Account = Maker });
        Apply(CommandType.MassCancel, new MassCancel { Account = OtherMaker });
        Apply(CommandType.SetIndexPrice, new SetIndexPrice { MarketId = MarketId, PriceTicks = ticks });
        Trade(Maker, OtherMaker, 1, ticks);
        Order(Maker, Side.Buy, 1, _terms.FloorTicks + 1);
        Order(OtherMaker, Side.Sell, 1, _terms.CapTicks - 1);
        Wait(1);
        Assert.Equal(ticks, Market.MarkTicks);
    }

    public void Wait(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            Venue.NowNs += Limits.NsPerSecond;
            Venue.Tick();
            Follow();
        }
    }

    public MarginReported Ask(AccountId account)
    {
        var question = new QueryMargin { Account = account, MarketId = MarketId, Side = Side.Buy, PriceTicks = 1 };
        Apply(CommandType.QueryMargin, question);
        foreach (var item in new EventFrame(Venue.LastFrame))
        {
            if (item.Type == EventType.MarginReported)
            {
                return item.Body<MarginReported>();
            }
        }

        throw new InvalidOperationException("a question is answered");
    }

    /// <summary>Trading ends, the oracle says the price in ticks, everybody is paid.</summary>
    public void Settle(long ticks)
    {
        Apply(CommandType.SetMarketState, new SetMarketState { MarketId = MarketId, State = MarketState.TradingTerminated });
        Venue.NowNs = (long)_terms.Life.ObservationEndSeconds * Limits.NsPerSecond;
        var id = new Hash32(Enumerable.Repeat((byte)7, Hash32.SizeBytes).ToArray());
        foreach (var kind in (OracleUpdateKind[])[OracleUpdateKind.Proposed, OracleUpdateKind.Confirmed])
        {
            Apply(CommandType.OracleUpdate, new OracleUpdate
            {
                MarketId = MarketId,
                Kind = kind,
                AssertionId = id,
                Value = kind == OracleUpdateKind.Proposed ? ticks * _terms.TickSize : 0,
            });
        }

        Wait(2);
        Assert.Equal(MarketState.Settled, Market.State);
    }

    private void Apply<TBody>(CommandType type, TBody body)
        where TBody : unmanaged
    {
        Venue.Apply(type, body);
        Follow();
    }

    private void Follow()
    {
        _ledger.Apply(Venue.LastFrame);
        _ledger.Recompute();
        foreach (var item in new EventFrame(Venue.LastFrame))
        {
            switch (item.Type)
            {
                case EventType.Traded:
                    Trades.Add(item.Body<Traded>());
                    break;
                case EventType.LiquidationChanged:
                    Liquidations.Add(item.Body<LiquidationChanged>());
                    break;
                case EventType.PositionSettled:
                    Settled.Add(item.Body<PositionSettled>());
                    break;
                default:
                    break;
            }
        }
    }
}
