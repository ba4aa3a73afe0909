using System.Runtime.InteropServices;
using DexExtra.Messages;
using static DexExtra.Engine.Reference.Streams.StreamFeature;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>
/// A seeded stream of commands over everything the engine knows, steered by the frames that it provokes: mostly
/// sensible, so that deep states are reached, and now and then not. A pure function of profile, seed and frames. After
/// each <see cref="Next"/> the frame must be given to <see cref="Observe"/>.
/// </summary>
public sealed class CommandStream
{
    private readonly StreamContext _context;
    private readonly OrderMaker _orders;
    private readonly ListMaker _lists;
    private readonly ChangeMaker _changes;
    private readonly MarketMaker _markets;
    private readonly CustodyMaker _custody;
    private readonly SessionKeyMaker _keys;
    private readonly OwnerActionMaker _owners;
    private readonly EndMaker _ends;
    private readonly QuoteMaker _quotes;
    private readonly Queue<Func<byte[]>> _opening = new();
    private readonly List<NewOrder> _recent = [];
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private readonly (StreamAction Action, int Weight)[] _actions;
    private readonly BulkPhase _bulk;
    private readonly QuietPhase _quiet;
    private CommandType _last;

    public CommandStream(StreamProfile profile, int seed)
    {
        _context = new StreamContext(profile, seed);
        _orders = new OrderMaker(_context);
        _lists = new ListMaker(_context, _orders);
        _changes = new ChangeMaker(_context);
        _markets = new MarketMaker(_context);
        _custody = new CustodyMaker(_context);
        _keys = new SessionKeyMaker(_context);
        _owners = new OwnerActionMaker(_context);
        _ends = new EndMaker(_context, _orders);
        _quotes = new QuoteMaker(_context, _orders);
        _bulk = new BulkPhase(profile);
        _quiet = new QuietPhase(profile);
        _actions =
        [
            (StreamAction.Order, 100),
            (StreamAction.Cancel, profile.IsBulk ? 1 : 5 * profile.Weight(Cancel)),
            (StreamAction.List, (profile.IsBulk ? 60 : 3) * profile.Weight(StreamFeature.Lists)),
            (StreamAction.Amend, 3 * profile.Weight(StreamFeature.Amend)),
            (StreamAction.Replace, 2 * profile.Weight(Replace)),
            (StreamAction.MassCancel, profile.Name == "sweeps" ? 0 : (profile.Weight(StreamFeature.MassCancel) + 1) / 2),
            (StreamAction.Unlock, profile.Has(Locks) ? 5 : 0),
            (StreamAction.Rules, profile.Weight(StreamFeature.TradingRules) / 2),
            (StreamAction.State, profile.Weight(StateChanges) / 3),
            (StreamAction.Auction, profile.Weight(StreamFeature.Auctions) / 2),
            (StreamAction.Index, profile.Weight(IndexPrices)),
            (StreamAction.Deposit, profile.IsPoor ? 4 : 1),
            (StreamAction.Settlement, 2),
            (StreamAction.Listing, profile.Weight(Listings) / 2),
            (StreamAction.Tick, 3),
            (StreamAction.Garbage, profile.Has(Broken) ? 1 : 0),
            (StreamAction.SessionKey, profile.Has(StreamFeature.SessionKeys) ? 6 : 0),
            (StreamAction.OwnerAction, profile.Has(StreamFeature.OwnerActions) ? 8 : 0),
            (StreamAction.Oracle, profile.Weight(Ends) / 5),
            (StreamAction.Block, profile.Weight(BlockTrades)),
            (StreamAction.Bust, profile.Weight(Busts)),
            (StreamAction.Risk, profile.Weight(BlockTrades) / 3),
            (StreamAction.Quote, profile.Has(StreamFeature.Quotes) ? 60 : 0),
            (StreamAction.Protection, profile.Has(StreamFeature.Quotes) ? 12 : 0),
        ];
        Open();
    }

    public StreamWorld World => _context.World;

    public long Sequence => _context.Sequence;

    /// <summary>Next command, stamped.</summary>
    public byte[] Next()
    {
        var command = _opening.Count > 0 ? _opening.Dequeue()() : Build();
        _context.NowNs += _opening.Count > 0 ? 0 : PassedNs();
        ref var header = ref CommandCodec.Header(command.AsSpan());
        header.Sequence = ++_context.Sequence;
        header.TimestampNs = _context.NowNs;
        header.Entropy = _context.Dice.Bits();
        _last = header.Type;
        return command;
    }

    /// <summary>Takes the frame that answered the last command.</summary>
    public void Observe(ReadOnlySpan<byte> frame)
    {
        World.Observe(frame);
        foreach (var item in new EventFrame(frame))
        {
            switch (item.Type)
            {
                case EventType.DepositCredited:
                    _custody.Credited(in item.Body<DepositCredited>());
                    break;
                case EventType.SettlementChanged:
                    _custody.Settled(in item.Body<SettlementUpdate>());
                    break;
                case EventType.SessionKeyChanged:
                    _keys.Changed(in item.Body<SessionKeyChanged>());
                    break;
                case EventType.OwnerActionTaken:
                    _owners.Taken(in item.Body<OwnerActionTaken>());
                    break;
                case EventType.ForcedExitChanged:
                    _owners.Changed(in item.Body<ForcedExitChanged>());
                    break;
                case EventType.CommandRejected when _last == CommandType.SettlementUpdate:
                    _custody.Refused();
                    break;
                default:
                    break;
            }
        }
    }

    private void Open()
    {
        _opening.Enqueue(() => Write(CommandType.ListAsset, StreamMarkets.Asset));
        var profile = _context.Profile;
        for (var market = 1U; market <= profile.Markets; market++)
        {
            var first = (uint)_context.Dice.Below(3);
            var terms = StreamMarkets.Terms(first + (3 * market), _context.Dice);
            terms.Life = profile.Has(Ends) ? _ends.NextLife() : terms.Life;
            _opening.Enqueue(() => Write(CommandType.CreateMarket, terms));
            if (profile.Has(BlockTrades))
            {
                _opening.Enqueue(() => Write(CommandType.SetRiskParameters, _ends.NextRisk(new StreamMarket(terms))));
            }

            if (profile.Has(StreamFeature.TradingRules) || profile.Has(Bands))
            {
                _opening.Enqueue(() => Write(CommandType.SetTradingRules, _markets.NextRules(new StreamMarket(terms))));
            }
        }

        for (var owner = 1; owner <= profile.Owners; owner++)
        {
            for (var subaccount = 0U; subaccount < profile.Subaccounts; subaccount++)
            {
                var account = Scenarios.ScenarioNames.Account(owner, subaccount);
                _opening.Enqueue(() => Write(CommandType.Deposit, _custody.NextDeposit(account)));
            }
        }
    }

    private long PassedNs()
    {
        var dice = _context.Dice;
        if (_quiet.IsQuiet(_context.Sequence))
        {
            return Limits.NsPerSecond;
        }

        var isJumping = _context.Profile.Has(TimeJumps);
        return dice.Below(1_000) switch
        {
            0 => isJumping ? dice.Pick([3_600L, 24 * 3_600, 25 * 3_600]) * Limits.NsPerSecond : 0,
            < 4 => isJumping ? dice.Between(1, 600) * Limits.NsPerSecond : 0,
            < 40 => Limits.NsPerSecond + dice.Between(0, 1_000),
            < 60 => dice.Between(1, 3) * Limits.NsPerSecond,
            < 500 => dice.Between(0, _context.Profile.StepNs),
            < 700 => dice.Between(0, 3),
            _ => 0,
        };
    }

    private byte[] Build()
    {
        var (dice, profile) = (_context.Dice, _context.Profile);
        if (_quiet.IsQuiet(_context.Sequence))
        {
            return WriteTick();
        }

        if (World.Markets.Count == 0)
        {
            return Write(CommandType.CreateMarket, StreamMarkets.Terms(1, dice));
        }

        if (_custody.IsUrgent)
        {
            return Write(CommandType.SettlementUpdate, _custody.NextSettlement());
        }

        var market = _context.Market();
        if (_markets.Urgent(market) is { } urgent)
        {
            return Build(urgent, market);
        }

        if (_ends.Urgent(market) is { } end)
        {
            return BuildEnd(end, market);
        }

        if (profile.IsBulk && _bulk.IsSweeping(World.Open.Count))
        {
            return Write(CommandType.MassCancel, _changes.NextMassCancel(matchesNothing: !dice.OneIn(200)));
        }

        if (IsEndingLargeCall(market) && !dice.OneIn(8))
        {
            return Build(StreamAction.Cancel, market);
        }

        var isFull = World.Open.Count > profile.Depth && dice.OneIn(3);
        return Build(isFull ? StreamAction.Cancel : dice.Weighted<StreamAction>(_actions), market);
    }

    /// <summary>Its uncrossing may take several commands, which cancels should meet.</summary>
    private bool IsEndingLargeCall(StreamMarket market) => market.IsUncrossing || (_context.Profile.IsBulk
        && market.IsCall && _context.NowNs + (4 * Limits.NsPerSecond) >= market.EarliestEndNs);

    private byte[] Build(CommandType urgent, StreamMarket market) => urgent switch
    {
        CommandType.StartAuction => Write(urgent, _markets.NextAuction(market)),
        CommandType.SetTradingRules => Write(urgent, _markets.NextRules(market)),
        _ => Write(urgent, _markets.NextState(market)),
    };

    private byte[] Build(StreamAction action, StreamMarket market)
    {
        var command = Make(action, market);
        _keys.Lend(command);
        return command;
    }

    private byte[] Make(StreamAction action, StreamMarket market) => action switch
    {
        StreamAction.Order => Write(CommandType.NewOrder, NextOrder()),
        StreamAction.List => Write(CommandType.NewOrderList, _lists.Next()),
        StreamAction.Cancel => Write(CommandType.CancelOrder, _changes.NextCancel()),
        StreamAction.Amend => Write(CommandType.AmendOrder, _changes.NextAmend()),
        StreamAction.Replace => Write(CommandType.ReplaceOrder, _changes.NextReplace()),
        StreamAction.MassCancel => Write(CommandType.MassCancel, _changes.NextMassCancel()),
        StreamAction.Unlock => Write(CommandType.UnlockAccount, _changes.NextUnlock()),
        StreamAction.Rules => Write(CommandType.SetTradingRules, _markets.NextRules(market)),
        StreamAction.State => Write(CommandType.SetMarketState, _markets.NextState(market)),
        StreamAction.Auction => Write(CommandType.StartAuction, _markets.NextAuction(market)),
        StreamAction.Index => Write(CommandType.SetIndexPrice, _markets.NextIndex(market)),
        StreamAction.Deposit => Write(CommandType.Deposit, _custody.NextDeposit()),
        StreamAction.Settlement => Write(CommandType.SettlementUpdate, _custody.NextSettlement()),
        StreamAction.Listing => _context.Dice.OneIn(3)
            ? Write(CommandType.ListAsset, _custody.NextAsset())
            : Write(CommandType.CreateMarket, _custody.NextMarket()),
        StreamAction.Quote => Write(CommandType.MassQuote, _quotes.Next()),
        StreamAction.Protection => Write(CommandType.SetQuoteProtection, _quotes.NextProtection()),
        StreamAction.SessionKey => Write(CommandType.SetSessionKey, _keys.Next()),
        StreamAction.OwnerAction => Write(CommandType.OwnerAction, _owners.Next()),
        StreamAction.Oracle or StreamAction.Block or StreamAction.Bust or StreamAction.Risk => BuildEnd(action, market),
        StreamAction.Garbage => BrokenFields.SpoilBytes(_context.Dice, Write(CommandType.NewOrder, NextOrder())),
        _ => WriteTick(),
    };

    private byte[] BuildEnd(StreamAction action, StreamMarket market) => action switch
    {
        StreamAction.NewMarket => Write(CommandType.CreateMarket, _ends.NextMarket()),
        StreamAction.Life => Write(CommandType.SetMarketState, _ends.NextLifeState(market)),
        StreamAction.Oracle => Write(CommandType.OracleUpdate, _ends.NextOracle(market)),
        StreamAction.Block => Write(CommandType.BlockTrade, _ends.NextBlock(market)),
        StreamAction.Bust => Write(CommandType.BustTrade, _ends.NextBust()),
        _ => Write(CommandType.SetRiskParameters, _ends.NextRisk(market)),
    };

    private NewOrder NextOrder()
    {
        var dice = _context.Dice;
        if (_recent.Count > 0 && _context.Draws(Repeats, 2))
        {
            return Repeated();
        }

        var order = _orders.Next();
        if (_context.Draws(Broken, 3))
        {
            BrokenFields.Spoil(dice, ref order);
        }

        if (_recent.Count == 64)
        {
            _recent.RemoveAt(dice.Below(64));
        }

        _recent.Add(order);
        return order;
    }

    /// <summary>C9: sent again as it was, or with other content, or under another id.</summary>
    private NewOrder Repeated()
    {
        var order = _context.Dice.Pick(_recent);
        if (_context.Dice.OneIn(4))
        {
            order.OrderHash = Scenarios.OrderReader.HashOf(_context.Dice.Bits());
        }

        if (_context.Dice.OneIn(4))
        {
            order.ClientOrderId = _context.NextClientOrderId();
        }

        return order;
    }

    private byte[] Write<TBody>(CommandType type, TBody body)
        where TBody : unmanaged =>
        _buffer[..CommandCodec.Write(_buffer, type, in body, (ulong)_context.Sequence, 0)];

    private byte[] WriteTick()
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_buffer, in header);
        return _buffer[..CommandHeader.SizeBytes];
    }
}
