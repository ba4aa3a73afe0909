using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// What one frame says about the orders its command carried, one or the legs of a list: accepted with the fills of the
/// same command, rejected, or a repeat (C9). Read from the frame alone, so it is the state right after the command and
/// not later. Events of other orders in the frame (expiries, makers, stops) are passed over.
/// </summary>
internal sealed class OrderAnswer
{
    private readonly Dictionary<long, OrderRecord> _orders = [];
    private readonly List<FillRecord> _fills = [];

    private OrderAnswer(long sequence) => Sequence = sequence;

    /// <summary>Command log position of the answer.</summary>
    public long Sequence { get; }

    /// <summary>Accepted by this command, by client order id.</summary>
    public Dictionary<ulong, OrderRecord> Accepted { get; } = [];

    /// <summary>Refused by this command, by client order id.</summary>
    public Dictionary<ulong, RejectReason> Rejected { get; } = [];

    /// <summary>Seen before with the same content, by client order id.</summary>
    public Dictionary<ulong, OrderStatusReported> Repeated { get; } = [];

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

    public IEnumerable<FillRecord> FillsOf(OrderRecord order) =>
        _fills.Where(fill => fill.Detail.OrderId == order.OrderId);

    private void Apply(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                var order = OrderRecord.Accept(in item.Body<OrderAccepted>(), header.TimestampNs);
                _orders.Add(order.OrderId, order);
                Accepted[order.Request.ClientOrderId] = order;
                break;
            case EventType.OrderRejected:
                ref readonly var rejected = ref item.Body<OrderRejected>();
                Rejected[rejected.Request.ClientOrderId] = rejected.Reason;
                break;
            case EventType.OrderStatusReported:
                ref readonly var reported = ref item.Body<OrderStatusReported>();
                Repeated[reported.ClientOrderId] = reported;
                break;
            case EventType.Traded:
                ref readonly var trade = ref item.Body<Traded>();
                OnTraded(in trade, Side.Buy, in header);
                OnTraded(in trade, Side.Sell, in header);
                break;
            case EventType.OrderCancelled:
                ref readonly var cancelled = ref item.Body<OrderCancelled>();
                _orders.GetValueOrDefault(cancelled.OrderId)?.Apply(in cancelled, in header);
                break;
            case EventType.OrderReduced:
                ref readonly var reduced = ref item.Body<OrderReduced>();
                _orders.GetValueOrDefault(reduced.OrderId)?.Apply(in reduced, in header);
                break;
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                _orders.GetValueOrDefault(triggered.OrderId)?.Apply(in triggered, in header);
                break;
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                _orders.GetValueOrDefault(activated.OrderId)?.Apply(in activated, in header);
                break;
            case EventType.OrderRepriced:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                _orders.GetValueOrDefault(repriced.OrderId)?.Apply(in repriced, in header);
                break;
            default:
                break;
        }
    }

    private void OnTraded(in Traded trade, Side side, in EventFrameHeader header)
    {
        ref readonly var detail = ref side == Side.Buy ? ref trade.Buy : ref trade.Sell;
        if (_orders.TryGetValue(detail.OrderId, out var order))
        {
            order.Apply(in detail, in header);
            _fills.Add(new FillRecord(in trade, side, in header));
        }
    }
}
