namespace DexExtra.Engine.Reference;

/// <summary>
/// What an amend or a replacement makes of an order: all terms, changed or not; what changes is fixed when the plan is
/// made.
/// </summary>
public sealed record AmendPlan(
    ReferenceOrder Order, long LimitTicks, long QuantityLots, long DisplayLots, ulong ExpirySecond, ulong RequestId)
{
    public long TriggerTicks { get; init; } = Order.TriggerTicks;

    public bool ChangesPrice { get; } = LimitTicks != Order.LimitTicks;

    public bool ChangesQuantity { get; } = QuantityLots != Order.QuantityLots;

    /// <summary>C2.</summary>
    public long NewLeaves { get; } = QuantityLots - Order.CumulativeLots - Order.TakenOutLots;

    /// <summary>Open lots more, or fewer where it is negative.</summary>
    public long Gained => NewLeaves - Order.LeavesLots;

    /// <summary>Trigger, distance, offset or activation of a stop that waits.</summary>
    public bool ChangesTrigger { get; init; }

    /// <summary>C1: a new stamp.</summary>
    public bool LosesPlace => ChangesPrice || ChangesTrigger || (Gained > 0 && !Order.IsIceberg);

    /// <summary>The hold per lot is computed again.</summary>
    public bool ChangesHold { get; init; } = LimitTicks != Order.LimitTicks;
}
