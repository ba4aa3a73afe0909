namespace DexExtra.Engine.Reference;

/// <summary>A maker as a walk leaves it.</summary>
public sealed class WalkMaker(ReferenceOrder order)
{
    public ReferenceOrder Order { get; } = order;

    public long Active { get; set; } = order.ActiveLots;

    public long Shown { get; set; } = order.ShownLots;
}
