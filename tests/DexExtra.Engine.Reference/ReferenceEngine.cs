using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>
/// The rules of docs/matching.md, and for FULL markets those of docs/money.md §11, §12, §15 and §21, again, slow and obvious:
/// sorted lists, dictionaries, BigInteger, one rule after the other as written there. Produces frames that must equal
/// the engine's byte for byte. One thread.
/// </summary>
public sealed partial class ReferenceEngine(EngineOptions options)
{
    private readonly ReferenceState _state = new(options);

    /// <summary>§1: resting orders that the command may still meet.</summary>
    private int _budget;

    /// <summary>T5: stops that the command has released.</summary>
    private int _released;

    /// <summary>§14: fills and prevented pairs of uncrossings that the command may still do.</summary>
    private int _slice;

    /// <summary>§14: orders that the command may still visit to find allotments.</summary>
    private int _allotments;

    public ReferenceState State => _state;

    /// <summary>The frame that answers the command; valid until the next call.</summary>
    public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
    {
        Begin(in CommandCodec.Header(command));
        _state.ForgetOldOrders();
        PassTime();
        Dispatch(command, CommandCodec.Header(command).Type);
        RunEffects();
        FollowReferences();
        PublishIndicatives();
        PublishLevels();
        _state.Sink.End();
        return _state.Sink.Frame;
    }

    private void Begin(in CommandHeader header)
    {
        _state.Sequence = header.Sequence;
        _state.NowNs = header.TimestampNs;
        _state.Entropy = header.Entropy;
        _state.Sink = new EventFrameWriter(_state.Frame);
        _state.Sink.Begin(in header);
        _budget = Limits.MaxFillsPerCommand;
        _slice = Limits.MaxFillsPerCommand;
        _allotments = options.MaxAllottedPerCommand;
        _visits = Limits.MaxSweptPerCommand;
        _pegVisits = MaxPegVisits;
        _released = 0;
        foreach (var market in _state.Markets.Values)
        {
            (market.LastAtBegin, market.HasTraded) = (null, false);
        }
    }

    private void Dispatch(ReadOnlySpan<byte> command, CommandType type)
    {
        if (!CommandCodec.IsWellFormed(command))
        {
            _state.Reject(type, CommandRejectReason.UnknownCommand, (ulong)type);
            return;
        }

        switch (type)
        {
            case CommandType.ListAsset: Apply(in CommandCodec.Body<ListAsset>(command)); break;
            case CommandType.CreateMarket: Apply(in CommandCodec.Body<CreateMarket>(command)); break;
            case CommandType.Deposit: Apply(in CommandCodec.Body<Deposit>(command)); break;
            case CommandType.SettlementUpdate: Apply(in CommandCodec.Body<SettlementUpdate>(command)); break;
            case CommandType.NewOrder: Apply(in CommandCodec.Body<NewOrder>(command)); break;
            case CommandType.NewOrderList: Apply(in CommandCodec.Body<NewOrderList>(command)); break;
            case CommandType.CancelOrder: Apply(in CommandCodec.Body<CancelOrder>(command)); break;
            case CommandType.AmendOrder: Apply(in CommandCodec.Body<AmendOrder>(command)); break;
            case CommandType.ReplaceOrder: Apply(in CommandCodec.Body<ReplaceOrder>(command)); break;
            case CommandType.MassCancel: Apply(in CommandCodec.Body<MassCancel>(command)); break;
            case CommandType.UnlockAccount: Apply(in CommandCodec.Body<UnlockAccount>(command)); break;
            case CommandType.SetSessionKey: Apply(in CommandCodec.Body<SetSessionKey>(command)); break;
            case CommandType.OwnerAction: Apply(in CommandCodec.Body<OwnerAction>(command)); break;
            case CommandType.MassQuote: Apply(in CommandCodec.Body<MassQuote>(command)); break;
            case CommandType.SetQuoteProtection: Apply(in CommandCodec.Body<SetQuoteProtection>(command)); break;
            case CommandType.SetTradingRules: Apply(in CommandCodec.Body<SetTradingRules>(command)); break;
            case CommandType.SetMarketState: Apply(in CommandCodec.Body<SetMarketState>(command)); break;
            case CommandType.StartAuction: Apply(in CommandCodec.Body<StartAuction>(command)); break;
            case CommandType.SetIndexPrice: Apply(in CommandCodec.Body<SetIndexPrice>(command)); break;
            case CommandType.OracleUpdate: Apply(in CommandCodec.Body<OracleUpdate>(command)); break;
            case CommandType.SetRiskParameters: Apply(in CommandCodec.Body<SetRiskParameters>(command)); break;
            case CommandType.BlockTrade: Apply(in CommandCodec.Body<BlockTrade>(command)); break;
            case CommandType.BustTrade: Apply(in CommandCodec.Body<BustTrade>(command)); break;
        }
    }

    /// <summary>D1: every touched level once, with its final totals.</summary>
    private void PublishLevels()
    {
        foreach (var (market, side, price) in _state.Touched)
        {
            var (lots, count) = (0L, 0);
            foreach (var order in market.Book(side))
            {
                var isThere = order.PriceTicks == price;
                lots += isThere ? order.ShownLots : 0;
                count += isThere ? 1 : 0;
            }

            _state.Sink.Append(EventType.LevelChanged, new LevelChanged
            {
                MarketSequence = ++market.Sequence,
                MarketId = market.Id,
                Side = side,
                PriceTicks = price,
                QuantityLots = lots,
                OrderCount = count,
            });
        }

        _state.Touched.Clear();
        _state.TouchedSet.Clear();
    }
}
