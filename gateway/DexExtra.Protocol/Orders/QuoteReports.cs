using DexExtra.Messages;

namespace DexExtra.Protocol.Orders;

/// <summary>The reports of quotes (C12). Part of <see cref="ReportBuilder"/>, with the same promises.</summary>
public static class QuoteReports
{
    public static MassQuoteReport Quoted(in EventFrameHeader header, in MassQuoted quoted) => new()
    {
        SeqNo = quoted.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        QuoteId = quoted.QuoteId,
        MarketId = quoted.MarketId,
        QuoteSet = quoted.QuoteSet,
        CancelledSides = quoted.CancelledSides,
        AcceptedSides = quoted.AcceptedSides,
        RejectedSides = quoted.RejectedSides,
    };

    public static QuoteReject Refused(in EventFrameHeader header, in QuoteRejected refused) => new()
    {
        SeqNo = refused.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        QuoteId = refused.QuoteId,
        MarketId = refused.MarketId,
        QuoteSet = refused.QuoteSet,
        Reason = refused.Reason,
    };

    public static QuoteProtectionReport Protection(
        in EventFrameHeader header, in QuoteProtectionChanged changed) => new()
    {
        SeqNo = changed.AccountSequence,
        Sequence = header.Sequence,
        TransactTimeNs = header.TimestampNs,
        ClientOrderId = changed.ClientOrderId,
        MaxTradedLots = changed.MaxTradedLots,
        MaxNetLots = changed.MaxNetLots,
        TradedLots = changed.TradedLots,
        NetLots = changed.NetLots,
        FrozenUntilNs = changed.FrozenUntilNs,
        MaxTrades = changed.MaxTrades,
        Trades = changed.Trades,
        WindowSeconds = changed.WindowSeconds,
        FrozenSeconds = changed.FrozenSeconds,
        QuoteSet = changed.QuoteSet,
        Cause = changed.Cause,
    };

    /// <summary>
    /// Writes the frame for <paramref name="account"/>; returns its length, 0 if the event is not the account's.
    /// </summary>
    internal static int Write(
        in EventFrameHeader header, EventFrame.Item item, AccountId account, Span<byte> destination)
    {
        switch (item.Type)
        {
            case EventType.MassQuoted:
                ref readonly var quoted = ref item.Body<MassQuoted>();
                return quoted.Account == account ? Frame.Write(destination, Quoted(in header, in quoted)) : 0;
            case EventType.QuoteRejected:
                ref readonly var refused = ref item.Body<QuoteRejected>();
                return refused.Account == account ? Frame.Write(destination, Refused(in header, in refused)) : 0;
            case EventType.QuoteProtectionChanged:
                ref readonly var changed = ref item.Body<QuoteProtectionChanged>();
                return changed.Account == account ? Frame.Write(destination, Protection(in header, in changed)) : 0;
            default:
                return MoneyReports.Write(in header, item, account, destination);
        }
    }

    /// <summary>As <see cref="PrivateEvents.Collect"/>.</summary>
    internal static int Collect(EventFrame.Item item, Span<AccountStep> steps)
    {
        switch (item.Type)
        {
            case EventType.MassQuoted:
                ref readonly var quoted = ref item.Body<MassQuoted>();
                steps[0] = new AccountStep(quoted.Account, quoted.AccountSequence);
                return 1;
            case EventType.QuoteRejected:
                ref readonly var refused = ref item.Body<QuoteRejected>();
                steps[0] = new AccountStep(refused.Account, refused.AccountSequence);
                return 1;
            case EventType.QuoteProtectionChanged:
                ref readonly var changed = ref item.Body<QuoteProtectionChanged>();
                steps[0] = new AccountStep(changed.Account, changed.AccountSequence);
                return 1;
            default:
                return MoneyReports.Collect(item, steps);
        }
    }
}
