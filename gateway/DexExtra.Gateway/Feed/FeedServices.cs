using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Views;

namespace DexExtra.Gateway.Feed;

/// <summary>What every transport of the feed shares; made once by the composition root.</summary>
internal sealed record FeedServices(
    FeedHub Hub,
    UserStreams Streams,
    RestSessions Sessions,
    VenueView Venue,
    GatewayLimits Limits,
    OriginPolicy Origins,
    FeedCapacity Capacity,
    GatewayClock Clock,
    CancellationToken Stopping);
