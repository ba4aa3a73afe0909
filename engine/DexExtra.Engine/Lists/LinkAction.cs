namespace DexExtra.Engine.Lists;

/// <summary>What one order of a list does to another one, later in the same command.</summary>
internal struct LinkAction
{
    public LinkActionKind Kind;

    /// <summary>The other order; it may be over by then, which its order id tells.</summary>
    public int Slot;
    public long OrderId;
    public long Lots;
}
