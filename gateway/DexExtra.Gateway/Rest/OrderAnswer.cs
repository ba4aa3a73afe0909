using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// What one frame says about the order its command carried: accepted with the fills of the same command, rejected, or
/// a repeat (C9). Read from the frame alone, so it is the state right after the command and not later. Events of other
/// orders in the frame (expiries, makers) are passed over.
/// </summary>
internal sealed class OrderAnswer
{
    private readonly List<FillRecord> _fills = [];

    private OrderAnswer(long sequence) => Sequence = sequence;

    /// <summary>Command log position of the answer.</summary>
    public long Sequence { get; }

    /// <summary>Set when the order was accepted by this command.</summary>
    public OrderRecord? Order { get; private set; }

    public IReadOnlyList<FillRecord> Fills => _fills;

    /// <summary>None unless this command was rejected.</summary>
    public RejectReason Reject { get; private set; }

    /// <summary>Set when the client order id was seen before with the same content.</summary>
    public OrderStatusReported? Repeat { get; private set; }

    public static OrderAnswer Read(ReadOnlySpan<byte> payload)
    {
        var frame = new EventFrame(payload);
        var answer = new OrderAnswer(frame.Header.Sequence);
        foreach (var item in frame)
        {
            answer.Apply(item, in frame.Header);
        }

        return answer;
    }

    private void Apply(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                Order = OrderRecord.Accept(in item.Body<OrderAccepted>(), header.TimestampNs);
                break;
            case EventType.OrderRejected:
                Reject = item.Body<OrderRejected>().Reason;
                break;
            case EventType.OrderStatusReported:
                Repeat = item.Body<OrderStatusReported>();
                break;
            case EventType.Traded:
                OnTraded(in item.Body<Traded>(), in header);
                break;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                if (Order?.OrderId == cancelled.OrderId)
                {
                    Order.Apply(in cancelled, in header);
                }

                break;
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                if (Order?.OrderId == reduced.OrderId)
                {
                    Order.Apply(in reduced, in header);
                }

                break;
            default:
                break;
        }
    }

    private void OnTraded(in Traded trade, in EventFrameHeader header)
    {
        if (Order is null)
        {
            return;
        }

        var side = Order.Request.Order.Side;
        ref readonly var detail = ref side == Side.Buy ? ref trade.Buy : ref trade.Sell;
        if (detail.OrderId == Order.OrderId)
        {
            Order.Apply(in detail, in header);
            _fills.Add(new FillRecord(in trade, side, in header));
        }
    }
}
