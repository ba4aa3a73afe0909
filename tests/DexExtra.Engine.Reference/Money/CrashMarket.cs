using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// A market that rises to its top on borrowed margin and then leaps down through the bankruptcy prices of all leveraged
/// longs: the ladder runs to insurance, deleveraging and socialisation, then the market is settled. The slow ledger
/// follows every frame; at the end everything that was deposited is there (F8).
/// </summary>
/// <param name="accounts">About so many.</param>
/// <param name="seed">Of sizes and margins.</param>
public sealed class CrashMarket(int accounts, int seed)
{
    public const uint MarketId = 1;
    private const uint AssetId = 1;
    private const long TickValue = 1_000;
    private const long Base = 6_180;
    private const long Top = 6_600;
    private const long Bottom = 6_100;
    private const long ScanTicks = 330;
    private const int Makers = 4;
    private const int MostTicks = 400_000;

    private readonly StreamDice _dice = new(seed);
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private readonly Dictionary<AccountId, CrashAccount> _byId = [];
    private EngineVenue _venue = null!;
    private long _sequence;
    private long _nowNs = StreamContext.StartNs;
    private ulong _nextId;
    private ulong _deposits;
    private bool _isLiquidating;
    private bool _isSettling;

    public List<CrashAccount> Accounts { get; } = [];

    public SlowLedger Ledger { get; private set; } = null!;

    public MoneyCoverage Coverage { get; } = new();

    public Int128 InsuranceBefore { get; private set; }

    public long Commands => _sequence;

    /// <exception cref="MoneyException">Engine and slow ledger disagree.</exception>
    public void Run()
    {
        Open();
        Populate();
        Price(Base);
        Pair(CrashClass.EarlyShort, Side.Sell, Base);
        Price(Top);
        Crowd();
        Clear();
        Price(Bottom);
        Wait(() => _isLiquidating);
        Settle();
        foreach (var account in Accounts)
        {
            account.Final = Ledger.Wallet(account.Id, AssetId)!.Total();
        }

        Ledger.Recompute();
        _venue.Engine.Audit();
    }

    /// <summary>Who paid what, a line per class, in whole units of 1e8.</summary>
    public IEnumerable<string> Report() => CrashReport.Lines(this);

    private void Open()
    {
        var count = accounts + Makers + 16;
        _venue = new EngineVenue(new EngineOptions
        {
            MaxAccounts = count,
            MaxBalances = count,
            MaxPositions = count,
            MaxOpenOrders = count,
            MaxClientOrderIds = 4 * count,
            MaxMarkets = 1,
            MaxAssets = 1,
            NettedSettlement = true,
        });
        Ledger = new SlowLedger(_venue.Engine.View.TickVolatility, _venue.Engine.View.MarkedNs);
        Send(CommandType.ListAsset, MoneyMarkets.Asset(AssetId));
        var end = (ulong)(_nowNs / Limits.NsPerSecond) + 2_000_000;
        Send(CommandType.CreateMarket, new CreateMarket
        {
            MarketId = MarketId,
            AssetId = AssetId,
            TickSize = FixedPoint.One,
            LotSize = FixedPoint.One,
            Multiplier = TickValue,
            CapTicks = 10_000,
            MaxOrderLots = 1_000_000,
            ProtectionTicks = 100,
            TakerFeePerLot = TickValue,
            MetricId = CustodyMaker.Text("CRASH"),
            InitialState = MarketState.Continuous,
            MarginMode = MarginMode.Cross,
            Life = new MarketLife
            {
                TerminationSeconds = end,
                ObservationStartSeconds = end,
                ObservationEndSeconds = end,
                FallbackDeadlineSeconds = end + 1_000,
                Oracle = MoneyMarkets.Token(900),
            },
        });
        Send(CommandType.SetRiskParameters, new SetRiskParameters
        {
            MarketId = MarketId,
            Parameters = new RiskParameters
            {
                MinScanTicks = ScanTicks,
                MaintenanceBp = 6_000,
                ConcentrationFreeBp = 10_000,
                ProfitShareBp = 5_000,
                StepBp = 5_000,
                MaxSteps = 2,
                LiquidationFeeBp = 200,
            },
        });
    }

    /// <summary>Sizes from 1 to 40 lots; margins by class.</summary>
    private void Populate()
    {
        for (var number = 1; number <= Makers; number++)
        {
            Add(number, CrashClass.Maker, 1, 50_000_000_000);
        }

        for (var number = 0; number < accounts; number++)
        {
            var lots = _dice.Between(1, 40);
            var (kind, ticks) = (number % 20) switch
            {
                < 6 => (CrashClass.EarlyShort, 1_100L),
                < 11 => (CrashClass.LeveragedLong, ScanTicks + 5 + _dice.Between(0, 80)),
                < 13 => (CrashClass.LeveragedShort, ScanTicks + 5 + _dice.Between(0, 400)),
                < 18 => (CrashClass.SolidLong, 1_500L),
                _ => (CrashClass.SolidShort, 3_000L),
            };
            Add(Makers + 1 + number, kind, lots, lots * ticks * TickValue);
        }

        var seeded = Accounts.Sum(item => item.Kind == CrashClass.LeveragedLong ? item.Lots : 0) * TickValue * 8;
        Send(CommandType.FundTransfer, new FundTransfer
        {
            Account = Accounts[0].Id,
            MarketId = MarketId,
            AssetId = AssetId,
            From = FundKind.Account,
            To = FundKind.Insurance,
            Amount = seeded,
            Reference = 1,
        });
        InsuranceBefore = seeded;
    }

    private void Add(int owner, CrashClass kind, long lots, Int128 amount)
    {
        var account = new CrashAccount(Scenarios.ScenarioNames.Account(owner, 0), kind, lots) { Deposit = amount };
        Accounts.Add(account);
        _byId.Add(account.Id, account);
        Send(CommandType.Deposit, new Deposit
        {
            DepositId = ++_deposits,
            Account = account.Id,
            Token = MoneyMarkets.Token(AssetId),
            Amount = amount,
            ChainId = 1,
        });
    }

    /// <summary>Index, quotes on both sides and a trade there: the mark follows within a second.</summary>
    private void Price(long ticks)
    {
        Send(CommandType.MassCancel, new MassCancel { Account = Accounts[0].Id });
        Send(CommandType.MassCancel, new MassCancel { Account = Accounts[1].Id });
        Send(CommandType.SetIndexPrice, new SetIndexPrice { MarketId = MarketId, PriceTicks = ticks });
        Order(Accounts[1], Side.Sell, ticks, 1);
        Order(Accounts[0], Side.Buy, ticks, 1);
        Order(Accounts[0], Side.Buy, ticks - 5, 50);
        Order(Accounts[1], Side.Sell, ticks + 5, 50);
        for (var second = 0; second < 3; second++)
        {
            Tick(Limits.NsPerSecond);
        }
    }

    /// <summary>Each account of a class opens against a maker.</summary>
    private void Pair(CrashClass kind, Side side, long ticks)
    {
        foreach (var account in Accounts.Where(item => item.Kind == kind))
        {
            Order(account, side, ticks, account.Lots);
            Order(Accounts[2], side == Side.Buy ? Side.Sell : Side.Buy, ticks, account.Lots);
        }
    }

    /// <summary>At the top all longs and shorts trade with each other; the makers sell what they carried to longs.</summary>
    private void Crowd()
    {
        foreach (var account in Accounts.Where(item => item.Kind is CrashClass.LeveragedLong or CrashClass.SolidLong))
        {
            Order(account, Side.Buy, Top, account.Lots);
        }

        foreach (var account in Accounts.Where(item => item.Kind is CrashClass.LeveragedShort or CrashClass.SolidShort))
        {
            Order(account, Side.Sell, Top, account.Lots);
        }

        var carried = Ledger.Markets[MarketId].Positions.GetValueOrDefault(Accounts[2].Id)?.Lots ?? 0;
        if (carried > 0)
        {
            Order(Accounts[2], Side.Sell, Top, carried);
        }
    }

    /// <summary>Whoever did not trade goes without.</summary>
    private void Clear()
    {
        foreach (var account in Ledger.Orders.Values.Select(order => order.Position.Wallet.Account).Distinct().ToList())
        {
            Send(CommandType.MassCancel, new MassCancel { Account = account });
        }
    }

    /// <summary>Time passes until nothing of the kind happens for a while.</summary>
    private void Wait(Func<bool> isBusy)
    {
        var idle = 0;
        for (var count = 0; count < MostTicks && idle < 3_000; count++)
        {
            _isLiquidating = false;
            Tick(Limits.NsPerSecond / 5);
            idle = isBusy() ? 0 : idle + 1;
        }
    }

    private void Settle()
    {
        Send(CommandType.SetMarketState, new SetMarketState { MarketId = MarketId, State = MarketState.TradingTerminated });
        var life = Ledger.Markets[MarketId].Terms.Life;
        _nowNs = (long)life.ObservationEndSeconds * Limits.NsPerSecond;
        foreach (var kind in (OracleUpdateKind[])[OracleUpdateKind.Proposed, OracleUpdateKind.Confirmed])
        {
            Send(CommandType.OracleUpdate, new OracleUpdate
            {
                MarketId = MarketId,
                Kind = kind,
                AssertionId = Scenarios.OrderReader.HashOf(7),
                Value = kind == OracleUpdateKind.Proposed ? (Int128)Bottom * FixedPoint.One : 0,
            });
        }

        for (var count = 0; count < MostTicks && Ledger.Markets[MarketId].State == MarketState.Settling; count++)
        {
            Tick(1_000_000);
        }
    }

    private void Order(CrashAccount account, Side side, long ticks, long lots)
    {
        var order = new NewOrder { ClientOrderId = ++_nextId, PriceTicks = ticks, QuantityLots = lots };
        ref var signed = ref order.Order;
        signed.Account = account.Id;
        signed.MarketId = MarketId;
        signed.Side = side;
        signed.OrderType = OrderType.Limit;
        signed.TimeInForce = TimeInForce.GoodTillCancel;
        signed.Version = SignedOrder.FirstVersion;
        signed.MaxFeePerUnit = UInt128.One << 100;
        signed.Nonce = _nextId;
        signed.ExpirySeconds = 4_000_000_000;
        order.OrderHash = Scenarios.OrderReader.HashOf(_nextId);
        OrderMaker.Sign(in Ledger.Markets[MarketId].Terms, ref order);
        Send(CommandType.NewOrder, order);
    }

    private void Tick(long stepNs)
    {
        _nowNs += stepNs;
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_buffer, in header);
        Apply(CommandHeader.SizeBytes);
    }

    private void Send<TBody>(CommandType type, TBody body)
        where TBody : unmanaged => Apply(CommandCodec.Write(_buffer, type, in body, 0, 0));

    private void Apply(int length)
    {
        var command = _buffer.AsSpan(0, length);
        ref var header = ref CommandCodec.Header(command);
        (header.Sequence, header.TimestampNs) = (++_sequence, _nowNs);
        var frame = _venue.Apply(command);
        Ledger.Apply(frame);
        Coverage.Add(frame);
        Observe(frame);
        SettleMatches();
    }

    /// <summary>On chain all is well and fast.</summary>
    private void SettleMatches()
    {
        var view = _venue.Engine.View;
        if (_isSettling || view.NextMatchId - view.OldestUnsettledMatchId < Limits.MaxSettlementRange)
        {
            return;
        }

        _isSettling = true;

        var first = view.OldestUnsettledMatchId;
        foreach (var state in (SettlementState[])
            [SettlementState.Queued, SettlementState.Submitted, SettlementState.Mined, SettlementState.Final])
        {
            Send(CommandType.SettlementUpdate, new SettlementUpdate
            {
                FirstMatchId = first,
                LastMatchId = first + Limits.MaxSettlementRange - 1,
                State = state,
                Attempt = 1,
            });
        }

        _isSettling = false;
    }

    private void Observe(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            switch (item.Type)
            {
                case EventType.LiquidationChanged:
                    _isLiquidating = true;
                    _byId[item.Body<LiquidationChanged>().Account].IsLiquidated = true;
                    break;
                case EventType.BalanceChanged:
                    Observe(in item.Body<BalanceChanged>());
                    break;
                case EventType.Traded when (item.Body<Traded>().Flags & TradeFlags.Deleveraging) != 0:
                    Observe(in item.Body<Traded>());
                    break;
                case EventType.PositionSettled:
                    _byId[item.Body<PositionSettled>().Account].SocialisedPaid += item.Body<PositionSettled>().Socialised;
                    break;
                default:
                    break;
            }
        }
    }

    private void Observe(in BalanceChanged changed)
    {
        var account = _byId[changed.Account];
        switch (changed.Kind)
        {
            case BalanceChange.InsurancePaid:
                account.Insured += changed.Amount;
                break;
            case BalanceChange.GuaranteePaid:
                account.GuaranteeReceived += changed.Amount;
                break;
            case BalanceChange.LiquidationFee:
                account.LiquidationFees -= changed.Amount;
                break;
            case BalanceChange.LossSocialised when changed.Amount < 0:
                account.SocialisedPaid -= changed.Amount;
                break;
            case BalanceChange.LossSocialised:
                account.SocialisedReceived += changed.Amount;
                break;
            default:
                break;
        }
    }

    private void Observe(in Traded trade)
    {
        var isBuyLiquidated = (trade.Buy.OrderId & (1L << 62)) != 0;
        var account = _byId[isBuyLiquidated ? trade.Sell.Account : trade.Buy.Account];
        var mark = Ledger.Markets[MarketId].MarkTicks ?? trade.PriceTicks;
        var worse = isBuyLiquidated ? mark - trade.PriceTicks : trade.PriceTicks - mark;
        account.DeleveragedLots += trade.QuantityLots;
        account.DeleveragingCost += (Int128)worse * trade.QuantityLots * TickValue;
    }
}
