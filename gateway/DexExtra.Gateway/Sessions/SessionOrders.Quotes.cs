using DexExtra.Messages;
using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Gateway.Sessions;

/// <summary>Quotes and their protection (C12).</summary>
internal sealed partial class SessionOrders
{
    /// <param name="frame">The whole frame: the sides are its repeating group.</param>
    /// <param name="receivedNs">Unix time of the first byte.</param>
    public void SubmitQuote(ReadOnlySpan<byte> frame, long receivedNs)
    {
        ref readonly var message = ref Frame.Body<MassQuoteRequest>(frame);
        var count = Group.Count(frame);
        var slot = Rent(Template.MassQuoteRequest, message.QuoteId, receivedNs);
        slot.Quote = new MassQuote
        {
            Account = account,
            QuoteId = message.QuoteId,
            MarketId = message.MarketId,
            QuoteSet = message.QuoteSet,
            GrantId = grantId,
            SideCount = (byte)count,
        };
        if (count == 0)
        {
            Decide(slot, LimitCancel(slot));
            return;
        }

        var refusal = RejectReason.None;
        for (var index = 0; index < count && refusal == RejectReason.None; index++)
        {
            ref readonly var side = ref Group.Entry<QuoteSide>(frame, index);
            slot.Quote.Sides[index] = new NewOrder
            {
                Order = side.Order,
                Signature = side.Signature,
                ClientOrderId = side.ClientOrderId,
                SessionId = sessionId,
                Tag = side.Tag,
            };
            refusal = Allow(in side.Order, message.ChainId, slot, orders: index == 0 ? count : 0);
        }

        Verify(slot, refusal == RejectReason.None ? services.Admission.PrepareQuote(ref slot.Quote) : refusal);
    }

    public void Submit(in QuoteProtectionRequest message, long receivedNs)
    {
        var slot = Rent(Template.QuoteProtectionRequest, message.ClientOrderId, receivedNs);
        slot.Protection = new SetQuoteProtection
        {
            Account = account,
            ClientOrderId = message.ClientOrderId,
            MaxTradedLots = message.MaxTradedLots,
            MaxNetLots = message.MaxNetLots,
            MaxTrades = message.MaxTrades,
            WindowSeconds = message.WindowSeconds,
            FrozenSeconds = message.FrozenSeconds,
            QuoteSet = message.QuoteSet,
            GrantId = grantId,
            Action = message.Action,
        };
        Decide(slot, LimitCancel(slot));
    }
}
