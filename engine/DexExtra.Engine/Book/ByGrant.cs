namespace DexExtra.Engine.Book;

/// <summary>Open orders that one session key signed under one grant, in order of entry.</summary>
internal readonly struct ByGrant : ILinkKind
{
    public static ref Link Of(OrderPool orders, int slot) => ref orders.Terms(slot).OfGrant;
}
