namespace DexExtra.Engine.Fees;

/// <summary>F3: which of a market's three fees a side of a fill pays.</summary>
internal enum FeeKind
{
    Taker,
    Maker,
    Auction,
}
