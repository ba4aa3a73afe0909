using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>
/// The reports of what happens to an account's money, margin and positions besides orders and trades. Part of
/// <see cref="ReportBuilder"/>, with the same promises.
/// </summary>
public static class MoneyReports
{
    /// <summary>
    /// Writes the frame for <paramref name="account"/>; returns its length, 0 if the event is not the account's.
    /// </summary>
    internal static int Write(
        in EventFrameHeader header, EventFrame.Item item, AccountId account, Span<byte> destination)
    {
        switch (item.Type)
        {
            case EventType.BalanceChanged:
                ref readonly var balance = ref item.Body<BalanceChanged>();
                return balance.Account == account
                    ? Frame.Write(destination, Balance(in header, in balance)) : 0;
            case EventType.ForcedExitChanged:
                ref readonly var forcedExit = ref item.Body<ForcedExitChanged>();
                return forcedExit.Account == account
                    ? Frame.Write(destination, Balance(in header, in forcedExit)) : 0;
            case EventType.PositionClosed:
                ref readonly var positionClosed = ref item.Body<PositionClosed>();
                return positionClosed.Account == account
                    ? Frame.Write(destination, PositionClosed(in header, in positionClosed)) : 0;
            case EventType.PositionSettled:
                ref readonly var positionSettled = ref item.Body<PositionSettled>();
                return positionSettled.Account == account
                    ? Frame.Write(destination, PositionSettled(in header, in positionSettled)) : 0;
            case EventType.MarginCalled:
                ref readonly var marginCall = ref item.Body<MarginCalled>();
                return marginCall.Account == account
                    ? Frame.Write(destination, MarginCall(in header, in marginCall)) : 0;
            case EventType.LiquidationChanged:
                ref readonly var liquidation = ref item.Body<LiquidationChanged>();
                return liquidation.Account == account
                    ? Frame.Write(destination, Liquidation(in header, in liquidation)) : 0;
            case EventType.PositionRanked:
                ref readonly var positionRank = ref item.Body<PositionRanked>();
                return positionRank.Account == account
                    ? Frame.Write(destination, PositionRank(in header, in positionRank)) : 0;
            case EventType.MarginModeChanged:
                ref readonly var marginMode = ref item.Body<MarginModeChanged>();
                return marginMode.Account == account
                    ? Frame.Write(destination, MarginMode(in header, in marginMode)) : 0;
            case EventType.WithdrawalChanged:
                ref readonly var withdrawal = ref item.Body<WithdrawalChanged>();
                return withdrawal.Request.Account == account
                    ? Frame.Write(destination, Withdrawal(in header, in withdrawal)) : 0;
            default:
                return 0;
        }
    }

    /// <summary>Fills <paramref name="steps"/> with the account that the event belongs to; 0 = nobody's.</summary>
    internal static int Collect(EventFrame.Item item, Span<AccountStep> steps)
    {
        switch (item.Type)
        {
            case EventType.BalanceChanged:
                ref readonly var balance = ref item.Body<BalanceChanged>();
                return One(steps, balance.Account, balance.AccountSequence);
            case EventType.ForcedExitChanged:
                ref readonly var forcedExit = ref item.Body<ForcedExitChanged>();
                return One(steps, forcedExit.Account, forcedExit.AccountSequence);
            case EventType.PositionClosed:
                ref readonly var positionClosed = ref item.Body<PositionClosed>();
                return One(steps, positionClosed.Account, positionClosed.AccountSequence);
            case EventType.PositionSettled:
                ref readonly var positionSettled = ref item.Body<PositionSettled>();
                return One(steps, positionSettled.Account, positionSettled.AccountSequence);
            case EventType.MarginCalled:
                ref readonly var marginCall = ref item.Body<MarginCalled>();
                return One(steps, marginCall.Account, marginCall.AccountSequence);
            case EventType.LiquidationChanged:
                ref readonly var liquidation = ref item.Body<LiquidationChanged>();
                return One(steps, liquidation.Account, liquidation.AccountSequence);
            case EventType.PositionRanked:
                ref readonly var positionRank = ref item.Body<PositionRanked>();
                return One(steps, positionRank.Account, positionRank.AccountSequence);
            case EventType.MarginModeChanged:
                ref readonly var marginMode = ref item.Body<MarginModeChanged>();
                return One(steps, marginMode.Account, marginMode.AccountSequence);
            case EventType.WithdrawalChanged:
                ref readonly var withdrawal = ref item.Body<WithdrawalChanged>();
                return One(steps, withdrawal.Request.Account, withdrawal.AccountSequence);
            default:
                return 0;
        }
    }

    public static BalanceReport Balance(in EventFrameHeader header, in BalanceChanged changed) => new()
    {
        SeqNo = changed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        Reference = changed.Reference,
        AssetId = changed.AssetId,
        MarketId = changed.MarketId,
        Kind = changed.Kind,
        Amount = changed.Amount,
        Available = changed.Available,
        Held = changed.Held,
        Owed = changed.Owed,
        Margin = changed.Margin,
        Counterparty = changed.Counterparty,
    };

    /// <summary>X9: what left the vault is negative; the rest of the change is a lock.</summary>
    public static BalanceReport Balance(in EventFrameHeader header, in ForcedExitChanged changed) => new()
    {
        SeqNo = changed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        Reference = changed.ActionId,
        AssetId = changed.AssetId,
        Kind = BalanceChange.ForcedExit,
        Amount = -changed.Paid,
        Available = changed.Available,
        Held = changed.Held,
        Owed = changed.Owed,
    };

    public static PositionClosedReport PositionClosed(in EventFrameHeader header, in PositionClosed closed) => new()
    {
        SeqNo = closed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        OpenedNs = closed.OpenedNs,
        ClosedNs = closed.ClosedNs,
        Lots = closed.Lots,
        MarketId = closed.MarketId,
        AssetId = closed.AssetId,
        End = closed.End,
        Outcome = closed.Outcome,
        EntryTickLots = closed.EntryTickLots,
        ExitTickLots = closed.ExitTickLots,
        RealisedPnl = closed.RealisedPnl,
        Fees = closed.Fees,
    };

    public static PositionSettledReport PositionSettled(in EventFrameHeader header, in PositionSettled settled) => new()
    {
        SeqNo = settled.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        Lots = settled.Lots,
        SettlementTicks = settled.SettlementTicks,
        MarketId = settled.MarketId,
        AssetId = settled.AssetId,
        RealisedPnl = settled.RealisedPnl,
        CashDelta = settled.CashDelta,
        Socialised = settled.Socialised,
        Fee = settled.Fee,
        Available = settled.Available,
        Held = settled.Held,
        Owed = settled.Owed,
    };

    public static MarginCallReport MarginCall(in EventFrameHeader header, in MarginCalled called) => new()
    {
        SeqNo = called.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        AssetId = called.AssetId,
        MarketId = called.MarketId,
        Level = called.Level,
        Before = called.Before,
        Equity = called.Equity,
        InitialMargin = called.InitialMargin,
        MaintenanceMargin = called.MaintenanceMargin,
    };

    public static LiquidationReport Liquidation(in EventFrameHeader header, in LiquidationChanged liquidation) => new()
    {
        SeqNo = liquidation.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        Lots = liquidation.Lots,
        LimitTicks = liquidation.LimitTicks,
        BankruptcyTicks = liquidation.BankruptcyTicks,
        AssetId = liquidation.AssetId,
        MarketId = liquidation.MarketId,
        Step = liquidation.Step,
        Stage = liquidation.Stage,
        IsIsolated = liquidation.IsIsolated,
        IsSharing = liquidation.IsSharing,
        Equity = liquidation.Equity,
        MaintenanceMargin = liquidation.MaintenanceMargin,
        InsurancePaid = liquidation.InsurancePaid,
        Fee = liquidation.Fee,
    };

    public static PositionRankReport PositionRank(in EventFrameHeader header, in PositionRanked ranked) => new()
    {
        SeqNo = ranked.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        MarketId = ranked.MarketId,
        Quantile = ranked.Quantile,
    };

    public static MarginModeReport MarginMode(in EventFrameHeader header, in MarginModeChanged mode) => new()
    {
        SeqNo = mode.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        Nonce = mode.Nonce,
        MarketId = mode.MarketId,
        AssetId = mode.AssetId,
        Mode = mode.Mode,
        Margin = mode.Margin,
        Available = mode.Available,
        Held = mode.Held,
        Owed = mode.Owed,
    };

    public static WithdrawalReport Withdrawal(in EventFrameHeader header, in WithdrawalChanged changed) => new()
    {
        SeqNo = changed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        WithdrawalId = changed.WithdrawalId,
        Nonce = changed.Request.Nonce,
        BlockNumber = changed.BlockNumber,
        ChainId = changed.ChainId,
        AssetId = changed.Request.AssetId,
        State = changed.State,
        FailureCode = changed.FailureCode,
        Amount = changed.Request.Amount,
        Available = changed.Available,
        Held = changed.Held,
        Owed = changed.Owed,
        TransactionHash = changed.TransactionHash,
        Recipient = changed.Request.Recipient,
    };

    private static int One(Span<AccountStep> steps, AccountId account, ulong seqNo)
    {
        steps[0] = new AccountStep(account, seqNo);
        return 1;
    }
}
