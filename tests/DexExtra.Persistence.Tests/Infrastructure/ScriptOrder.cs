using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>An order of <see cref="VenueScript"/>: what its next events must agree with.</summary>
internal sealed class ScriptOrder
{
    public required NewOrder Request { get; set; }

    public required long OrderId { get; init; }

    public OrderStatus Status { get; set; }

    public long Quantity { get; set; }

    public long Leaves { get; set; }

    /// <summary>Part of the leaves that its parent has not woken.</summary>
    public long Asleep { get; set; }

    public long Filled { get; set; }

    public Int128 TickLots { get; set; }

    public long Price { get; set; }

    public long Display { get; set; }

    public long ParentId { get; init; }

    public AccountId Account => Request.Order.Account;

    public Side Side => Request.Order.Side;

    public bool IsPegged => Request.Order.OrderType == OrderType.Pegged;

    public bool IsStop => Request.Order.Instructions.TriggerSource != 0;

    public bool IsOpen => Leaves > 0;

    public bool MayTrade => Leaves > Asleep && Status is OrderStatus.New or OrderStatus.PartiallyFilled;
}
