using DexExtra.Gateway.Follow;
using DexExtra.Gateway.Views;
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
                Refund(in trade.Buy);
                Refund(in trade.Sell);
            }
        }
    }

    public void OnPause()
    {
    }

    /// <summary>Sides without an order of their own cost no token.</summary>
    private void Refund(in TradeSide side)
    {
        if (AccountView.IsOrder(side.OrderId))
        {
            limits.RefundFill(side.Account.Owner);
        }
    }
}
