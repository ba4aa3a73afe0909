using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Streams;

/// <summary>An order that a stream has seen accepted.</summary>
public sealed class StreamOrder
{
    public required long OrderId { get; init; }

    /// <summary>As signed last.</summary>
    public required NewOrder Request;

    public OrderType Type => Request.Order.OrderType;

    public TimeInForce TimeInForce => Request.Order.TimeInForce;

    public bool IsIceberg => Request.Order.Instructions.DisplayQuantity != 0;

    public ListKind ListKind { get; init; }

    public int LegIndex { get; init; }

    public int LegCount { get; init; }

    public OrderStatus Status { get; set; }

    public long LeavesLots { get; set; }

    public bool IsOpen { get; set; } = true;

    /// <summary>It fired, or entered at once.</summary>
    public bool IsTriggered { get; set; }

    public bool WasAmended { get; set; }

    public bool Has(OrderFlags flag) => (Request.Order.Flags & flag) != 0;
}
