using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// A book at one market sequence (D2), best level first; checksum as in the feed's heartbeat (D3); crossed only in
/// calls (D4).
/// </summary>
internal sealed record BookDto(
    uint MarketId,
    string Sequence,
    string EngineSequence,
    string TimeNs,
    uint Checksum,
    [property: Words(typeof(MarketState))] string State,
    bool Crossed,
    IReadOnlyList<LevelDto> Bids,
    IReadOnlyList<LevelDto> Asks);
