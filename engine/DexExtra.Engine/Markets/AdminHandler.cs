using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>ListAsset and CreateMarket: the venue's own set-up commands.</summary>
internal sealed class AdminHandler(EngineState state)
{
    public void Apply<TSink>(in ListAsset listing, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Assets.TryAdd(in listing) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.ListAsset, reason, listing.AssetId);
            return;
        }

        sink.Append(EventType.AssetListed, in listing);
    }

    public void Apply<TSink>(in CreateMarket terms, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Markets.TryCreate(in terms, state.Assets) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.CreateMarket, reason, terms.MarketId);
            return;
        }

        var created = new MarketCreated
        {
            Request = terms,
            TickValue = state.Markets.Find(terms.MarketId)!.TickValue,
        };
        sink.Append(EventType.MarketCreated, in created);
    }
}
