using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Operators, prices and oracles of a life: markets from creation to CLOSED, and everything that is switched.</summary>
internal sealed class MoneyOperators
{
    private readonly MoneyContext _context;
    private readonly StreamDice _dice;
    private readonly MoneyMarkets _markets;
    private readonly MarketMaker _rules;
    private readonly Queue<Func<byte[]>> _next = new();
    private readonly Dictionary<uint, Hash32> _assertions = [];
    private readonly HashSet<uint> _silent = [];
    private SetVenueState _venue;
    private ulong _case;

    public MoneyOperators(MoneyContext context)
    {
        _context = context;
        _dice = context.Dice;
        _markets = new MoneyMarkets(context.Profile, context.Dice);
        _rules = new MarketMaker(context.Orders);
    }

    public void Observe(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            switch (item.Type)
            {
                case EventType.MarketCreated:
                    Created(item.Body<MarketCreated>().Request);
                    break;
                case EventType.MarketStateChanged:
                    ref readonly var changed = ref item.Body<MarketStateChanged>();
                    if (changed.State is MarketState.Closed or MarketState.Cancelled)
                    {
                        _context.Live.Remove(_context.Ledger.Markets[changed.MarketId]);
                    }

                    break;
                case EventType.VenueStateChanged:
                    _venue = item.Body<VenueStateChanged>().State;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>What a market needs to live on: parameters, an opening, an oracle, an end; a halt does not last.</summary>
    public byte[]? Urgent()
    {
        if (_next.Count > 0)
        {
            return _next.Dequeue()();
        }

        if (_context.Trading() < _context.Profile.Markets && _dice.OneIn(6))
        {
            return Create();
        }

        if ((_venue.HaltTrading != 0 || _venue.FreezeWithdrawals != 0) && _dice.OneIn(60))
        {
            return _context.Write(CommandType.SetVenueState, default(SetVenueState));
        }

        return _dice.OneIn(12) && _context.Live.Count > 0 ? Urgent(_dice.Pick(_context.Live)) : null;
    }

    public byte[] Create()
    {
        if (_context.Ledger.Markets.Count >= _context.Profile.Options.MaxMarkets)
        {
            return _context.Tick();
        }

        return _context.Write(CommandType.CreateMarket, _markets.Next(_context.NowSeconds));
    }

    public byte[]? Index() => _context.Market() is not { } market ? null : _context.Write(CommandType.SetIndexPrice, new SetIndexPrice
    {
        MarketId = market.Terms.MarketId,
        PriceTicks = _context.Fair(market) + _dice.Between(-2, 2),
    });

    public byte[] FirstCollateral() => _context.Write(CommandType.SetCollateral, new SetCollateral
    {
        AssetId = MoneyMarkets.Backing,
        BackedAssetId = MoneyMarkets.Main,
        HaircutBp = 1_000,
        Cap = Int128.MaxValue >> 20,
    });

    public byte[] Collateral() => _context.Write(CommandType.SetCollateral, new SetCollateral
    {
        AssetId = _dice.OneIn(10) ? MoneyMarkets.Small : MoneyMarkets.Backing,
        BackedAssetId = MoneyMarkets.Main,
        HaircutBp = (uint)_dice.Pick([0, 500, 5_000]),
        MaxAgeSeconds = (uint)_dice.Pick([0, 0, 30]),
        Cap = _dice.Pick([1_000_000_000L, 1_000_000_000_000_000]),
    });

    public byte[] CollateralPrice() => _context.Write(CommandType.SetCollateralPrice, new SetCollateralPrice
    {
        AssetId = MoneyMarkets.Backing,
        Price = FixedPoint.One * _dice.Between(20, 200) / 100,
    });

    public byte[]? Risk() => _context.Market() is not { } market ? null : Risk(market);

    public byte[]? RiskLimits()
    {
        if (_context.Market() is not { } market)
        {
            return null;
        }

        var scope = (RiskScope)_dice.Between(1, 3);
        var account = _context.Account();
        var isOfAccount = scope == RiskScope.Account;
        var request = new SetRiskLimits
        {
            Account = scope == RiskScope.Market ? default : isOfAccount ? account : new AccountId(account.Owner, 0),
            MarketId = scope == RiskScope.Market ? market.Terms.MarketId : 0,
            Scope = scope,
        };
        if (_dice.OneIn(2))
        {
            request.Limits = new RiskLimits
            {
                MaxOrderValue = _dice.Pick([0L, 10_000_000_000_000]),
                ConfirmValue = _dice.Pick([0L, 1_000_000_000]),
                MaxDailyLoss = _dice.Pick([0L, 1_000_000_000]),
                MaxPositionLots = isOfAccount ? 0 : _dice.Pick([0L, 300, 500]),
                MaxOpenInterestLots = isOfAccount ? 0 : _dice.Pick([0L, 3_000, 5_000]),
                MaxOpenOrders = (uint)_dice.Pick([0, 20]),
                MaxStops = (uint)_dice.Pick([0, 2]),
                FatFingerFactor = (uint)(isOfAccount ? 0 : _dice.Pick([0, 10, 20])),
            };
        }

        return _context.Write(CommandType.SetRiskLimits, request);
    }

    public byte[]? State()
    {
        if (_context.Market() is not { } market)
        {
            return null;
        }

        MarketState[] states =
        [
            MarketState.Halted, MarketState.CancelOnly, MarketState.PostOnly, MarketState.ReduceOnly,
            MarketState.Suspended,
        ];
        var state = _dice.OneIn(15) ? MarketState.TradingTerminated : _dice.Pick(states);
        return Write(market, state);
    }

    public byte[]? Auction() => _context.Market() is not { } market ? null : _context.Write(CommandType.StartAuction, new StartAuction
    {
        MarketId = market.Terms.MarketId,
        Kind = market.State == MarketState.Pending ? AuctionKind.Opening
            : _dice.OneIn(8) ? AuctionKind.Closing
            : market.State == MarketState.Continuous ? AuctionKind.Scheduled
            : AuctionKind.Reopening,
        DurationSeconds = (uint)_dice.Pick([1, 2, 5]),
    });

    public byte[]? Rules()
    {
        if (_context.Market() is not { } market
            || !_context.World.Markets.TryGetValue(market.Terms.MarketId, out var known))
        {
            return null;
        }

        var rules = _rules.NextRules(known);
        rules.Rules.EntryBandTicks = 0;
        rules.Rules.PriceIncrementTicks = 1;
        rules.Rules.MinOrderLots = 1;
        return _context.Write(CommandType.SetTradingRules, rules);
    }

    /// <summary>One of the newest trades; where trades settle one by one, as a rule one that the chain refused (X4).</summary>
    public byte[]? Bust()
    {
        var (last, failed) = (_context.Ledger.LastMatch, _context.Ledger.FailedMatches);
        return last == 0 ? null : _context.Write(CommandType.BustTrade, new BustTrade
        {
            MatchId = failed.Count > 0 && !_dice.OneIn(8)
                ? failed[_dice.Below(failed.Count)]
                : last - (ulong)_dice.Between(0, (long)Math.Min(40, last - 1)),
            CaseId = ++_case,
        });
    }

    public byte[] Venue() => _context.Write(CommandType.SetVenueState, new SetVenueState
    {
        HaltTrading = (byte)_dice.Below(2),
        FreezeWithdrawals = (byte)_dice.Below(2),
    });

    public byte[] FeeSchedule()
    {
        var schedule = new SetFeeSchedule { Count = (uint)_dice.Below(4) };
        for (var tier = 0; tier < schedule.Count; tier++)
        {
            schedule.Tiers[tier] = new FeeTier
            {
                MinVolume = (tier * 50_000_000_000L) + (tier == 0 ? 0 : _dice.Between(0, 1_000_000)),
                TakerDiscountBp = (uint)_dice.Between(0, 10_000),
                MakerDiscountBp = (uint)_dice.Between(0, 10_000),
            };
        }

        return _context.Write(CommandType.SetFeeSchedule, schedule);
    }

    private void Created(CreateMarket terms)
    {
        var market = _context.Ledger.Markets[terms.MarketId];
        _context.Live.Add(market);
        _next.Enqueue(() => Risk(market));
        _next.Enqueue(() => Index() ?? _context.Tick());
        if (_dice.OneIn(5))
        {
            _silent.Add(terms.MarketId);
        }
    }

    private byte[] Risk(SlowMarket market) => _context.Write(CommandType.SetRiskParameters, new SetRiskParameters
    {
        MarketId = market.Terms.MarketId,
        Parameters = _markets.Risk(in market.Terms),
    });

    private byte[]? Urgent(SlowMarket market)
    {
        var life = market.Terms.Life;
        switch (market.State)
        {
            case MarketState.Draft:
                return Write(market, _dice.OneIn(4) ? MarketState.Cancelled : MarketState.Pending);
            case MarketState.Pending or MarketState.Halted or MarketState.CancelOnly or MarketState.PostOnly
                or MarketState.ReduceOnly or MarketState.Suspended:
                return _dice.OneIn(4) ? Auction() : Write(market, MarketState.Continuous);
            case MarketState.TradingTerminated when !_silent.Contains(market.Terms.MarketId):
                return _context.NowSeconds < life.ObservationEndSeconds && !_dice.OneIn(10) ? null
                    : Oracle(market, OracleUpdateKind.Proposed);
            case MarketState.ResultProposed:
                return Oracle(market, _dice.Pick(
                    [OracleUpdateKind.Disputed, OracleUpdateKind.Confirmed, OracleUpdateKind.Confirmed, OracleUpdateKind.Rejected]));
            case MarketState.Disputed:
                return Oracle(market, _dice.OneIn(2) ? OracleUpdateKind.Confirmed : OracleUpdateKind.Rejected);
            case MarketState.Settled:
                return Write(market, MarketState.Closed);
            default:
                return null;
        }
    }

    private byte[] Oracle(SlowMarket market, OracleUpdateKind kind)
    {
        var id = market.Terms.MarketId;
        if (kind == OracleUpdateKind.Proposed)
        {
            _assertions[id] = Scenarios.OrderReader.HashOf(_dice.Bits() | 1);
        }

        var isFar = _dice.OneIn(3);
        var range = market.Terms.CapTicks - market.Terms.FloorTicks;
        var ticks = _context.Fair(market) + (isFar ? _dice.Between(-range, range) : _dice.Between(-3, 3));
        return _context.Write(CommandType.OracleUpdate, new OracleUpdate
        {
            MarketId = id,
            Kind = kind,
            AssertionId = _dice.OneIn(30) ? Scenarios.OrderReader.HashOf(_dice.Bits()) : _assertions.GetValueOrDefault(id),
            Value = kind == OracleUpdateKind.Proposed
                ? (ticks * market.Terms.TickSize) + _dice.Between(0, FixedPoint.One - 1)
                : 0,
            Bond = 5,
            LivenessEndSeconds = _context.NowSeconds + (ulong)_dice.Between(0, 10),
        });
    }

    private byte[] Write(SlowMarket market, MarketState state) => _context.Write(
        CommandType.SetMarketState, new SetMarketState { MarketId = market.Terms.MarketId, State = state });
}
