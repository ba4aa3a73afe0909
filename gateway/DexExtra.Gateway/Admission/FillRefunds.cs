using DexExtra.Gateway.Follow;
using DexExtra.Messages;

namespace DexExtra.Gateway.Admission;

/// <summary>
/// C11: each fill gives both owners one order token back, so that trading is never throttled by quoting.
/// </summary>
internal sealed class FillRefunds(RateLimits limits) : IFrameListener
{
    public void OnFrame(EventFrame frame)
    {
        foreach (var item in frame)
        {
            if (item.Type == EventType.Traded)
            {
                ref readonly var trade = ref item.Body<Traded>();
                limits.RefundFill(trade.Buy.Account.Owner);
                limits.RefundFill(trade.Sell.Account.Owner);
            }
        }
    }

    public void OnPause()
    {
    }
}
