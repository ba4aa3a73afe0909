using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Deposits, locks, session keys, and refusals that touch no order. One thread.</summary>
internal sealed class AccountEvents(AuditDetail detail)
{
    public AuditRow Apply(EventFrame.Item item, FrameStamp stamp, WriteBatch batch) => item.Type switch
    {
        EventType.CancelRejected => CancelRefused(in item.Body<CancelRejected>(), stamp, batch),
        EventType.AmendRejected => AmendRefused(in item.Body<AmendRejected>(), stamp, batch),
        EventType.MassCancelled => MassCancelled(in item.Body<MassCancelled>(), stamp, batch),
        EventType.AccountLockChanged => LockChanged(in item.Body<AccountLockChanged>(), stamp, batch),
        EventType.DepositCredited => Credited(in item.Body<DepositCredited>(), stamp, batch),
        EventType.SessionKeyChanged => SessionKey(in item.Body<SessionKeyChanged>(), stamp, batch),
        EventType.MassQuoted => Quoted(in item.Body<MassQuoted>(), stamp, batch),
        EventType.QuoteRejected => QuoteRefused(in item.Body<QuoteRejected>(), stamp, batch),
        EventType.QuoteProtectionChanged => Protected(in item.Body<QuoteProtectionChanged>(), stamp, batch),
        EventType.CommandRejected => Refused(in item.Body<CommandRejected>()),
        _ => throw new ContractException($"unknown event type {(ushort)item.Type}"),
    };

    private AuditRow CancelRefused(in CancelRejected rejected, FrameStamp stamp, WriteBatch batch)
    {
        batch.TouchAccount(rejected.Account, rejected.AccountSequence, stamp);
        detail.Write(in rejected);
        return new AuditRow
        {
            Account = rejected.Account,
            AccountSequence = rejected.AccountSequence,
            OrderId = rejected.OrderId == 0 ? null : rejected.OrderId,
            Reason = Codes.Of(rejected.Reason),
        };
    }

    private AuditRow AmendRefused(in AmendRejected rejected, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(rejected.Reason != RejectReason.None, "a refused amendment without a reason");
        batch.TouchAccount(rejected.Account, rejected.AccountSequence, stamp);
        detail.Write(in rejected);
        return new AuditRow
        {
            Account = rejected.Account,
            AccountSequence = rejected.AccountSequence,
            OrderId = rejected.OrderId == 0 ? null : rejected.OrderId,
            Reason = Codes.Of(rejected.Reason),
        };
    }

    private AuditRow MassCancelled(in MassCancelled cancelled, FrameStamp stamp, WriteBatch batch)
    {
        batch.TouchAccount(cancelled.Account, cancelled.AccountSequence, stamp);
        detail.Write(in cancelled);
        return new AuditRow { Account = cancelled.Account, AccountSequence = cancelled.AccountSequence };
    }

    private AuditRow Quoted(in MassQuoted quoted, FrameStamp stamp, WriteBatch batch)
    {
        batch.TouchAccount(quoted.Account, quoted.AccountSequence, stamp);
        detail.Write(in quoted);
        return new AuditRow
        {
            Account = quoted.Account,
            AccountSequence = quoted.AccountSequence,
            MarketId = quoted.MarketId,
        };
    }

    private AuditRow QuoteRefused(in QuoteRejected refused, FrameStamp stamp, WriteBatch batch)
    {
        batch.TouchAccount(refused.Account, refused.AccountSequence, stamp);
        detail.Write(in refused);
        return new AuditRow
        {
            Account = refused.Account,
            AccountSequence = refused.AccountSequence,
            Reason = Codes.Of(refused.Reason),
        };
    }

    private AuditRow Protected(in QuoteProtectionChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.TouchAccount(changed.Account, changed.AccountSequence, stamp);
        detail.Write(in changed);
        return new AuditRow { Account = changed.Account, AccountSequence = changed.AccountSequence };
    }

    private AuditRow LockChanged(in AccountLockChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.Lock(changed.Account, changed.AllSubaccounts != 0).Apply(changed.IsLocked != 0, stamp);
        batch.TouchAccount(changed.Account, changed.AccountSequence, stamp);
        detail.Write(in changed);
        return new AuditRow { Account = changed.Account, AccountSequence = changed.AccountSequence };
    }

    /// <summary>Of an owner, not of one account: outside the streams.</summary>
    private AuditRow SessionKey(in SessionKeyChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.SessionKey(in changed, stamp);
        detail.Write(in changed);
        return new AuditRow { Reason = Codes.Of(changed.Request.Action) };
    }

    private AuditRow Credited(in DepositCredited credited, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref credited.Request.Account;
        VaultOperation.EncodeDeposit(batch.Vault, in credited, stamp);
        batch.Account(account).Apply(credited.AccountSequence, stamp);
        batch.Balance(account, credited.AssetId).Apply(credited.Available, credited.Held, credited.Owed, stamp);
        detail.Write(in credited);
        return new AuditRow { Account = account, AccountSequence = credited.AccountSequence };
    }

    private AuditRow Refused(in CommandRejected rejected)
    {
        detail.Write(in rejected);
        return new AuditRow { Reason = Codes.Of(rejected.Reason) };
    }
}
