using DexExtra.Messages;

namespace DexExtra.Engine.Book;

/// <summary>One price level that the current command changed.</summary>
internal readonly record struct TouchedLevel(int Market, Side Side, long PriceTicks);
