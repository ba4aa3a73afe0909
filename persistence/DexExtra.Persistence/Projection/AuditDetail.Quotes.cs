using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>Quotes and their protection (C12).</summary>
internal sealed partial class AuditDetail
{
    public void Write(in MassQuoted quoted)
    {
        Begin();
        _json.WriteNumber("quoteId", quoted.QuoteId);
        _json.WriteNumber("quoteSet", quoted.QuoteSet);
        _json.WriteNumber("cancelledSides", quoted.CancelledSides);
        _json.WriteNumber("acceptedSides", quoted.AcceptedSides);
        _json.WriteNumber("rejectedSides", quoted.RejectedSides);
        End();
    }

    public void Write(in QuoteRejected refused)
    {
        Begin();
        _json.WriteNumber("quoteId", refused.QuoteId);
        _json.WriteNumber("marketId", refused.MarketId);
        _json.WriteNumber("quoteSet", refused.QuoteSet);
        End();
    }

    public void Write(in QuoteProtectionChanged changed)
    {
        Begin();
        _json.WriteNumber("clientOrderId", changed.ClientOrderId);
        _json.WriteNumber("quoteSet", changed.QuoteSet);
        _json.WriteString("cause", Codes.Of(changed.Cause));
        _json.WriteNumber("maxTradedLots", changed.MaxTradedLots);
        _json.WriteNumber("maxNetLots", changed.MaxNetLots);
        _json.WriteNumber("maxTrades", changed.MaxTrades);
        _json.WriteNumber("windowSeconds", changed.WindowSeconds);
        _json.WriteNumber("frozenSeconds", changed.FrozenSeconds);
        _json.WriteNumber("tradedLots", changed.TradedLots);
        _json.WriteNumber("netLots", changed.NetLots);
        _json.WriteNumber("trades", changed.Trades);
        _json.WriteNumber("frozenUntilNs", changed.FrozenUntilNs);
        End();
    }
}
