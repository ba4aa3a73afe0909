using DexExtra.Protocol;
using DexExtra.Protocol.Orders;

namespace DexExtra.Client;

/// <summary>The reports of quotes (C12).</summary>
internal sealed partial class ReceiveLoop
{
    private bool HandleQuotes(Template template, ReadOnlySpan<byte> frame)
    {
        switch (template)
        {
            case Template.MassQuoteReport:
                ref readonly var quoted = ref Frame.Body<MassQuoteReport>(frame);
                if (Accept(quoted.SeqNo, quoted.PossResend))
                {
                    handler.OnMassQuote(in quoted);
                }

                return true;
            case Template.QuoteReject:
                ref readonly var refused = ref Frame.Body<QuoteReject>(frame);
                if (Accept(refused.SeqNo, refused.PossResend))
                {
                    handler.OnQuoteReject(in refused);
                }

                return true;
            case Template.QuoteProtectionReport:
                ref readonly var protection = ref Frame.Body<QuoteProtectionReport>(frame);
                if (Accept(protection.SeqNo, protection.PossResend))
                {
                    handler.OnQuoteProtection(in protection);
                }

                return true;
            default:
                return false;
        }
    }
}
