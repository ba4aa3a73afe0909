using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>Quotes and their protection (C12).</summary>
internal sealed partial class VenueView
{
    private readonly Dictionary<(AccountId Account, uint QuoteSet), QuoteProtectionChanged> _protections = [];

    /// <summary>What was last told of a quote set; under the gate.</summary>
    public bool TryGetProtection(in AccountId account, uint quoteSet, out QuoteProtectionChanged protection) =>
        _protections.TryGetValue((account, quoteSet), out protection);

    private void ApplyQuotes(EventFrame.Item item, in EventFrameHeader header)
    {
        switch (item.Type)
        {
            case EventType.MassQuoted:
                ref readonly var quoted = ref item.Body<MassQuoted>();
                Advance(in quoted.Account, quoted.AccountSequence);
                break;
            case EventType.QuoteRejected:
                ref readonly var refused = ref item.Body<QuoteRejected>();
                Advance(in refused.Account, refused.AccountSequence);
                break;
            case EventType.QuoteProtectionChanged:
                ref readonly var changed = ref item.Body<QuoteProtectionChanged>();
                Advance(in changed.Account, changed.AccountSequence);
                _protections[(changed.Account, changed.QuoteSet)] = changed;
                break;
            default:
                throw new InvalidDataException($"sequence {header.Sequence}: unknown event type {(ushort)item.Type}");
        }
    }
}
