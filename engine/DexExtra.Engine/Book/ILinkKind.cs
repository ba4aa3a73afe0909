namespace DexExtra.Engine.Book;

/// <summary>Names which of an order's links a <see cref="Chain{TKind}"/> runs through.</summary>
internal interface ILinkKind
{
    static abstract ref Link Of(OrderPool orders, int slot);
}
