using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>D5: how a trade came about, as words. Stateless.</summary>
internal static class TradeFlagNames
{
    private static readonly TradeFlags[] All = Enum.GetValues<TradeFlags>();

    public static string[] Of(TradeFlags flags) =>
        [.. All.Where(flag => flag != TradeFlags.None && (flags & flag) != 0).Select(Codes.Of)];
}
