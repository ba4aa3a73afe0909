namespace DexExtra.Messages;

/// <summary>O-PEG: what a pegged price follows, FIX tag 1094. Best prices exclude pegged orders.</summary>
public enum PegReference : byte
{
    BestBid = 1,
    Mid = 2,
    BestAsk = 3,
    Index = 4,
}
