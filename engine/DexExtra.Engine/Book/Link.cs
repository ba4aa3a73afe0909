namespace DexExtra.Engine.Book;

/// <summary>Neighbours of an order in one intrusive list; −1 = none. Defined only while it is in that list.</summary>
internal struct Link
{
    public int Previous;
    public int Next;
}
