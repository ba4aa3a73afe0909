using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>A trade of the venue: deleveraging (L5), bust (F11). Both sides say what they pay.</summary>
internal struct DirectTrade
{
    public FillSide Buy;
    public FillSide Sell;
    public long Lots;
    public long PriceTicks;
    public TradeFlags Flags;

    /// <summary>F11: the trade that is taken back, else 0.</summary>
    public ulong BustedMatchId;
}
