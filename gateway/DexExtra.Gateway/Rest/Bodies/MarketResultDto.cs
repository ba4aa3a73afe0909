using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>What is known of a market's result and payout.</summary>
internal sealed record MarketResultDto(
    uint MarketId,
    [property: Words(typeof(MarketState))] string State,
    ResultDto? Result,
    PayoutDto? Settlement);
