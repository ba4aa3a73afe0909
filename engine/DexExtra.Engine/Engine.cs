using DexExtra.Engine.Inspection;
using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// The venue as a deterministic function: commands in, events out. One thread; no clock, I/O or randomness, and no
/// allocation after construction. Each command gets exactly one frame, opened and closed here: first what time brought,
/// then the command's own events and what they set off, last the price levels that changed (docs/matching.md §1).
/// </summary>
public sealed class Engine
{
    private readonly EngineState _state;
    private readonly EngineParts _parts;

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    public Engine(EngineOptions options)
    {
        options.Validate();
        _state = new EngineState(options);
        View = new EngineView(_state);
        _parts = new EngineParts(_state);
    }

    /// <summary>The tables themselves: inside this assembly and its tests only.</summary>
    internal EngineState State => _state;

    /// <summary>The parts themselves: inside this assembly and its tests only.</summary>
    internal EngineParts Parts => _parts;

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
        _parts.Time.Advance(ref sink);
        _parts.Effects.Run(ref sink);
        Dispatch(command, header.Type, ref sink);
        _parts.Effects.Run(ref sink);
        _parts.Review.Run(ref sink);
        _parts.Pegs.Reprice(ref sink);
        _parts.Clocks.Indicate(ref sink);
        _state.Touched.ClearMarkets(_state.Markets);
        _state.Touched.Publish(_state.Markets, ref sink);
        _state.Ledger.VerifyTouched();
        sink.End();
    }

    /// <summary>
    /// Passes over one command without applying it (ENG-06): its sequence and its time are taken, nothing else happens,
    /// and its frame holds one CommandRejected with SKIPPED_BY_OPERATOR. A time before the one known stays without
    /// effect.
    /// </summary>
    public void Skip<TSink>(long sequence, ReadOnlySpan<byte> command, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var header = default(CommandHeader);
        if (command.Length >= CommandHeader.SizeBytes)
        {
            header = CommandCodec.Header(command);
        }

        header.Sequence = sequence;
        header.TimestampNs = Math.Max(header.TimestampNs, _state.TimestampNs);
        _state.Begin(in header);
        sink.Begin(in header);
        EngineEvents.Reject(ref sink, header.Type, CommandRejectReason.SkippedByOperator, (ulong)sequence);
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
                _parts.NewOrders.Apply(in CommandCodec.Body<NewOrder>(command), ref sink);
                break;
            case CommandType.CancelOrder:
                _parts.Cancels.Apply(in CommandCodec.Body<CancelOrder>(command), ref sink);
                break;
            case CommandType.ListAsset:
                _parts.Admin.Apply(in CommandCodec.Body<ListAsset>(command), ref sink);
                break;
            case CommandType.CreateMarket:
                _parts.Admin.Apply(in CommandCodec.Body<CreateMarket>(command), ref sink);
                break;
            case CommandType.Deposit:
                _parts.Deposits.Apply(in CommandCodec.Body<Deposit>(command), ref sink);
                break;
            case CommandType.SettlementUpdate:
                _parts.Settlement.Apply(in CommandCodec.Body<SettlementUpdate>(command), ref sink);
                break;
            case CommandType.NewOrderList:
                _parts.Lists.Apply(in CommandCodec.Body<NewOrderList>(command), ref sink);
                break;
            case CommandType.AmendOrder:
                _parts.Amends.Apply(in CommandCodec.Body<AmendOrder>(command), ref sink);
                break;
            case CommandType.ReplaceOrder:
                _parts.Replaces.Apply(in CommandCodec.Body<ReplaceOrder>(command), ref sink);
                break;
            case CommandType.MassCancel:
                _parts.MassCancels.Apply(in CommandCodec.Body<MassCancel>(command), ref sink);
                break;
            case CommandType.UnlockAccount:
                _parts.MassCancels.Apply(in CommandCodec.Body<UnlockAccount>(command), ref sink);
                break;
            case CommandType.MassQuote:
                _parts.Quotes.Apply(in CommandCodec.Body<MassQuote>(command), ref sink);
                break;
            case CommandType.SetTradingRules:
                _parts.Admin.Apply(in CommandCodec.Body<SetTradingRules>(command), ref sink);
                break;
            case CommandType.SetMarketState:
                _parts.Admin.Apply(in CommandCodec.Body<SetMarketState>(command), ref sink);
                break;
            case CommandType.StartAuction:
                _parts.Admin.Apply(in CommandCodec.Body<StartAuction>(command), ref sink);
                break;
            case CommandType.SetIndexPrice:
                _parts.Admin.Apply(in CommandCodec.Body<SetIndexPrice>(command), ref sink);
                break;
            case CommandType.Tick:
                break;
            default:
                DispatchMoney(command, type, ref sink);
                break;
        }
    }

    /// <summary>What is not matching: results of markets, the venue's switches, trades off the book, money.</summary>
    private void DispatchMoney<TSink>(ReadOnlySpan<byte> command, CommandType type, ref TSink sink)
        where TSink : struct, IEventSink
    {
        switch (type)
        {
            case CommandType.OracleUpdate:
                _parts.Life.Oracle.Apply(in CommandCodec.Body<OracleUpdate>(command), ref sink);
                break;
            case CommandType.SetVenueState:
                _parts.Life.Venue.Apply(in CommandCodec.Body<SetVenueState>(command), ref sink);
                break;
            case CommandType.BlockTrade:
                _parts.Blocks.Apply(in CommandCodec.Body<BlockTrade>(command), ref sink);
                break;
            case CommandType.BustTrade:
                _parts.Busts.Apply(in CommandCodec.Body<BustTrade>(command), ref sink);
                break;
            case CommandType.SetFeeSchedule:
                _parts.FeeSchedules.Apply(in CommandCodec.Body<SetFeeSchedule>(command), ref sink);
                break;
            case CommandType.Transfer:
                _parts.Custody.Transfers.Apply(in CommandCodec.Body<Transfer>(command), ref sink);
                break;
            case CommandType.AdjustMargin:
                _parts.Custody.Margins.Apply(in CommandCodec.Body<AdjustMargin>(command), ref sink);
                break;
            case CommandType.RequestWithdrawal:
                _parts.Custody.Withdrawals.Apply(in CommandCodec.Body<RequestWithdrawal>(command), ref sink);
                break;
            case CommandType.WithdrawalUpdate:
                _parts.Custody.Withdrawals.Apply(in CommandCodec.Body<WithdrawalUpdate>(command), ref sink);
                break;
            case CommandType.SetWithdrawalLimits:
                _parts.Custody.WithdrawalLimits.Apply(in CommandCodec.Body<SetWithdrawalLimits>(command), ref sink);
                break;
            case CommandType.SetSessionKey:
                _parts.SessionKeys.Apply(in CommandCodec.Body<SetSessionKey>(command), ref sink);
                break;
            case CommandType.OwnerAction:
                _parts.OwnerActions.Apply(in CommandCodec.Body<OwnerAction>(command), ref sink);
                break;
            case CommandType.SetQuoteProtection:
                _parts.Quotes.Protection.Apply(in CommandCodec.Body<SetQuoteProtection>(command), ref sink);
                break;
            case CommandType.FundTransfer:
                _parts.Custody.FundTransfers.Apply(in CommandCodec.Body<FundTransfer>(command), ref sink);
                break;
            default:
                DispatchRisk(command, type, ref sink);
                break;
        }
    }

    /// <summary>Risk parameters, limits, collateral, margin.</summary>
    private void DispatchRisk<TSink>(ReadOnlySpan<byte> command, CommandType type, ref TSink sink)
        where TSink : struct, IEventSink
    {
        switch (type)
        {
            case CommandType.SetRiskParameters:
                _parts.Risk.Parameters.Apply(in CommandCodec.Body<SetRiskParameters>(command), ref sink);
                break;
            case CommandType.SetRiskLimits:
                _parts.Risk.Parameters.Apply(in CommandCodec.Body<SetRiskLimits>(command), ref sink);
                break;
            case CommandType.SetCollateral:
                _parts.Risk.Collateral.Apply(in CommandCodec.Body<SetCollateral>(command), ref sink);
                break;
            case CommandType.SetCollateralPrice:
                _parts.Risk.Collateral.Apply(in CommandCodec.Body<SetCollateralPrice>(command), ref sink);
                break;
            case CommandType.SetMarginMode:
                _parts.Risk.MarginModes.Apply(in CommandCodec.Body<SetMarginMode>(command), ref sink);
                break;
            case CommandType.QueryMargin:
                _parts.Risk.MarginQueries.Apply(in CommandCodec.Body<QueryMargin>(command), ref sink);
                break;
            default:
                Invariant.That(false, "every well-formed command type has a handler");
                break;
        }
    }
}
