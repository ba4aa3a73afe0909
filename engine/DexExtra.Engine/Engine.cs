using DexExtra.Engine.Inspection;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Settlement;
using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// The venue as a deterministic function: commands in, events out. One thread; no clock, I/O or randomness, and no
/// allocation after construction. Each command gets exactly one frame, opened and closed here: first what time brought
/// (expiries), then the command's own events, last the price levels that changed.
/// </summary>
public sealed class Engine
{
    private readonly EngineState _state;
    private readonly OrderCancellation _cancellation;
    private readonly NewOrderHandler _newOrders;
    private readonly CancelHandler _cancels;
    private readonly AdminHandler _admin;
    private readonly DepositHandler _deposits;
    private readonly SettlementHandler _settlement;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public Engine(EngineOptions options)
    {
        options.Validate();
        _state = new EngineState(options);
        View = new EngineView(_state);
        _cancellation = new OrderCancellation(_state);
        var trades = new TradePosting(_state);
        var matcher = new Matcher(_state, trades, new SelfTradeGuard(_state, _cancellation));
        var admission = new OrderAdmission(_state, matcher);
        _newOrders = new NewOrderHandler(_state, admission, matcher, trades, _cancellation);
        _cancels = new CancelHandler(_state, _cancellation);
        _admin = new AdminHandler(_state);
        _deposits = new DepositHandler(_state);
        _settlement = new SettlementHandler(_state);
    }

    /// <summary>The tables themselves: inside this assembly and its tests only.</summary>
    internal EngineState State => _state;

    /// <summary>Read-only access to the state, for the thread that applies commands, between commands.</summary>
    public EngineView View { get; }

    /// <summary>
    /// Applies one command, stamped by the sequencer, and writes its one frame of events to the sink. Commands must
    /// come in gapless sequence from 1 with times that never decrease.
    /// </summary>
    /// <exception cref="InvariantViolationException">
    /// The state can no longer be trusted: halt without publishing.
    /// </exception>
    public void Apply<TSink>(ReadOnlySpan<byte> command, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Invariant.That(command.Length >= CommandHeader.SizeBytes, "a command has a whole header");
        ref readonly var header = ref CommandCodec.Header(command);
        _state.Begin(in header);
        sink.Begin(in header);
        _state.Records.EvictUntil(header.TimestampNs);
        _cancellation.ExpireDue(ref sink);
        Dispatch(command, header.Type, ref sink);
        _state.Books.PublishTouched(_state.Markets, ref sink);
        _state.Ledger.VerifyTouched();
        sink.End();
    }

    /// <summary>Hash of the whole state: equal after equal commands, whatever the hash seed or machine.</summary>
    public ulong StateHash() => new StateHash(_state).Compute();

    /// <summary>
    /// Recomputes every total from its parts: conservation (F8), holds, pools, levels, records. Visits everything;
    /// for tests and idle moments.
    /// </summary>
    /// <exception cref="InvariantViolationException">Something does not add up.</exception>
    public void Audit() => new StateAudit(_state).Run();

    private void Dispatch<TSink>(ReadOnlySpan<byte> command, CommandType type, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!CommandCodec.IsWellFormed(command))
        {
            EngineEvents.Reject(ref sink, type, CommandRejectReason.UnknownCommand, (ulong)type);
            return;
        }

        switch (type)
        {
            case CommandType.NewOrder:
                _newOrders.Apply(in CommandCodec.Body<NewOrder>(command), ref sink);
                break;
            case CommandType.CancelOrder:
                _cancels.Apply(in CommandCodec.Body<CancelOrder>(command), ref sink);
                break;
            case CommandType.ListAsset:
                _admin.Apply(in CommandCodec.Body<ListAsset>(command), ref sink);
                break;
            case CommandType.CreateMarket:
                _admin.Apply(in CommandCodec.Body<CreateMarket>(command), ref sink);
                break;
            case CommandType.Deposit:
                _deposits.Apply(in CommandCodec.Body<Deposit>(command), ref sink);
                break;
            case CommandType.SettlementUpdate:
                _settlement.Apply(in CommandCodec.Body<SettlementUpdate>(command), ref sink);
                break;
            case CommandType.Tick:
                break;
            default:
                Invariant.That(false, "every well-formed command type has a handler");
                break;
        }
    }
}
