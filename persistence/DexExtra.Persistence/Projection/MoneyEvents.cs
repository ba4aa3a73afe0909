using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Money, margin and positions besides trades; results and payouts of markets; funds. One thread.</summary>
internal sealed class MoneyEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    public AuditRow Apply(EventFrame.Item item, FrameStamp stamp, WriteBatch batch) => item.Type switch
    {
        EventType.BalanceChanged => Changed(in item.Body<BalanceChanged>(), stamp, batch),
        EventType.PositionClosed => Closed(in item.Body<PositionClosed>(), stamp, batch),
        EventType.PositionSettled => Settled(in item.Body<PositionSettled>(), stamp, batch),
        EventType.MarketSettled => Settled(in item.Body<MarketSettled>(), stamp, batch),
        EventType.ResultChanged => Stated(in item.Body<ResultChanged>(), stamp, batch),
        EventType.MarginCalled => Called(in item.Body<MarginCalled>(), stamp, batch),
        EventType.LiquidationChanged => Liquidated(in item.Body<LiquidationChanged>(), stamp, batch),
        EventType.PositionRanked => Ranked(in item.Body<PositionRanked>(), stamp, batch),
        EventType.PositionDebtChanged => Owes(in item.Body<PositionDebtChanged>(), stamp, batch),
        EventType.MarginModeChanged => ModeChanged(in item.Body<MarginModeChanged>(), stamp, batch),
        EventType.MarginReported => Reported(in item.Body<MarginReported>()),
        EventType.WithdrawalChanged => Moved(in item.Body<WithdrawalChanged>(), stamp, batch),
        EventType.OwnerActionTaken => Taken(in item.Body<OwnerActionTaken>()),
        EventType.ForcedExitChanged => Changed(in item.Body<ForcedExitChanged>(), stamp, batch),
        EventType.FundChanged => Changed(in item.Body<FundChanged>(), stamp, batch),
        _ => throw new ContractException($"event type {(ushort)item.Type} is not of money"),
    };

    private AuditRow Changed(in BalanceChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        VaultOperation.EncodeBalance(batch.Vault, in changed, stamp);
        batch.Account(changed.Account).Apply(changed.AccountSequence, stamp);
        batch.Balance(changed.Account, changed.AssetId)
            .Apply(changed.Available, changed.Held, changed.Owed, stamp);
        if (changed.MarketId != 0 && markets[changed.MarketId] is { MarginMode: not MarginMode.Full } units)
        {
            batch.Margin(changed.Account, units).Bucket(changed.Margin, stamp);
        }

        detail.Write(in changed);
        return new AuditRow
        {
            Account = changed.Account,
            AccountSequence = changed.AccountSequence,
            MarketId = changed.MarketId == 0 ? null : changed.MarketId,
            Reason = Codes.Of(changed.Kind),
        };
    }

    private AuditRow Closed(in PositionClosed closed, FrameStamp stamp, WriteBatch batch)
    {
        PositionHistoryRow.Encode(batch.PositionHistory, in closed, markets[closed.MarketId], stamp);
        batch.Account(closed.Account).Apply(closed.AccountSequence, stamp);
        detail.Write(in closed);
        return new AuditRow
        {
            Account = closed.Account,
            AccountSequence = closed.AccountSequence,
            MarketId = closed.MarketId,
            Reason = Codes.Of(closed.End),
        };
    }

    private AuditRow Settled(in PositionSettled settled, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[settled.MarketId];
        PositionSettlementRow.Encode(batch.PositionSettlements, in settled, units, stamp);
        VaultOperation.EncodeSettled(batch.Vault, in settled, stamp);
        batch.Account(settled.Account).Apply(settled.AccountSequence, stamp);
        batch.Balance(settled.Account, settled.AssetId)
            .Apply(settled.Available, settled.Held, settled.Owed, stamp);
        batch.Position(settled.Account, units).Apply(in settled, stamp);
        batch.Statistic(settled.Account, units, stamp).Apply(in settled, stamp);
        if (units.MarginMode != MarginMode.Full)
        {
            var margin = batch.Margin(settled.Account, units);
            margin.Bucket(0, stamp);
            margin.Rank(0, stamp);
        }

        detail.Write(in settled);
        return new AuditRow
        {
            Account = settled.Account,
            AccountSequence = settled.AccountSequence,
            MarketId = settled.MarketId,
        };
    }

    private AuditRow Settled(in MarketSettled settled, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[settled.MarketId];
        MarketSettlementRow.Encode(batch.MarketSettlements, in settled, units, stamp);
        batch.Market(units).Apply(in settled, stamp);
        detail.Write(in settled);
        return new AuditRow { MarketId = settled.MarketId };
    }

    private AuditRow Stated(in ResultChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        var marketId = changed.Update.MarketId;
        MarketResultRow.Encode(batch.MarketResults, in changed, markets[marketId], stamp);
        detail.Write(in changed);
        return new AuditRow { MarketId = marketId, Reason = Codes.Of(changed.Update.Kind) };
    }

    private AuditRow Called(in MarginCalled called, FrameStamp stamp, WriteBatch batch)
    {
        MarginCallRow.Encode(batch.MarginCalls, in called, stamp);
        batch.Account(called.Account).Apply(called.AccountSequence, stamp);
        detail.Write(in called);
        return new AuditRow
        {
            Account = called.Account,
            AccountSequence = called.AccountSequence,
            MarketId = called.MarketId == 0 ? null : called.MarketId,
            Reason = Codes.Of(called.Level),
        };
    }

    private AuditRow Liquidated(in LiquidationChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        var units = changed.MarketId == 0 ? null : markets[changed.MarketId];
        LiquidationRow.Encode(batch.Liquidations, in changed, units, stamp);
        batch.Account(changed.Account).Apply(changed.AccountSequence, stamp);
        detail.Write(in changed);
        return new AuditRow
        {
            Account = changed.Account,
            AccountSequence = changed.AccountSequence,
            MarketId = units?.MarketId,
            Reason = Codes.Of(changed.Stage),
        };
    }

    private AuditRow Ranked(in PositionRanked ranked, FrameStamp stamp, WriteBatch batch)
    {
        batch.Margin(ranked.Account, markets[ranked.MarketId]).Rank(ranked.Quantile, stamp);
        batch.Account(ranked.Account).Apply(ranked.AccountSequence, stamp);
        detail.Write(in ranked);
        return new AuditRow
        {
            Account = ranked.Account,
            AccountSequence = ranked.AccountSequence,
            MarketId = ranked.MarketId,
        };
    }

    /// <summary>Outside the account's stream: what changed it is there.</summary>
    private AuditRow Owes(in PositionDebtChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.Margin(changed.Account, markets[changed.MarketId]).Debt(changed.Debt, stamp);
        detail.Write(in changed);
        return new AuditRow { Account = changed.Account, MarketId = changed.MarketId };
    }

    private AuditRow ModeChanged(in MarginModeChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.Margin(changed.Account, markets[changed.MarketId]).Mode(changed.Mode, changed.Margin, stamp);
        batch.Account(changed.Account).Apply(changed.AccountSequence, stamp);
        batch.Balance(changed.Account, changed.AssetId)
            .Apply(changed.Available, changed.Held, changed.Owed, stamp);
        detail.Write(in changed);
        return new AuditRow
        {
            Account = changed.Account,
            AccountSequence = changed.AccountSequence,
            MarketId = changed.MarketId,
        };
    }

    /// <summary>An answer outside the account's stream: it changes nothing.</summary>
    private AuditRow Reported(in MarginReported reported)
    {
        detail.Write(in reported);
        return new AuditRow
        {
            Account = reported.Request.Account,
            MarketId = reported.Request.MarketId,
            Reason = reported.Reason == RejectReason.None ? null : Codes.Of(reported.Reason),
        };
    }

    private AuditRow Moved(in WithdrawalChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var request = ref changed.Request;
        Contract.Require(Enum.IsDefined(changed.State), $"unknown withdrawal state {(byte)changed.State}");
        VaultOperation.EncodeWithdrawal(batch.Vault, in changed, stamp);
        batch.Account(request.Account).Apply(changed.AccountSequence, stamp);
        batch.Balance(request.Account, request.AssetId)
            .Apply(changed.Available, changed.Held, changed.Owed, stamp);
        detail.Write(in changed);
        return new AuditRow
        {
            Account = request.Account,
            AccountSequence = changed.AccountSequence,
            Reason = Codes.Of(changed.State),
        };
    }

    /// <summary>Outside the streams of accounts.</summary>
    private AuditRow Taken(in OwnerActionTaken taken)
    {
        ref readonly var request = ref taken.Request;
        Contract.Require(Enum.IsDefined(request.Kind), $"unknown kind of owner action {(byte)request.Kind}");
        detail.Write(in request);
        return new AuditRow { Reason = Codes.Of(request.Kind) };
    }

    private AuditRow Changed(in ForcedExitChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        VaultOperation.EncodeExit(batch.Vault, in changed, stamp);
        batch.Account(changed.Account).Apply(changed.AccountSequence, stamp);
        batch.Balance(changed.Account, changed.AssetId)
            .Apply(changed.Available, changed.Held, changed.Owed, stamp);
        detail.Write(in changed);
        return new AuditRow { Account = changed.Account, AccountSequence = changed.AccountSequence };
    }

    private AuditRow Changed(in FundChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        FundChangeRow.Encode(batch.FundChanges, in changed, stamp);
        detail.Write(in changed);
        return new AuditRow
        {
            MarketId = changed.MarketId == 0 ? null : changed.MarketId,
            Reason = changed.Cause == 0 ? null : Codes.Of(changed.Cause),
        };
    }
}
