using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>T11: the trigger of a trailing stop whose distance was replaced; its watermark stays.</summary>
internal static class TrailingTrigger
{
    public static long Of(in OrderTerms terms, Side side)
    {
        if (!terms.HasWatermark)
        {
            return terms.TriggerTicks;
        }

        var distance = terms.TrailingBasisPoints == 0
            ? terms.TrailingTicks
            : (long)((Math.BigMul(terms.WatermarkTicks, terms.TrailingBasisPoints) + Limits.BasisPoints - 1)
                / Limits.BasisPoints);
        return side == Side.Buy ? terms.WatermarkTicks + distance : terms.WatermarkTicks - distance;
    }
}
