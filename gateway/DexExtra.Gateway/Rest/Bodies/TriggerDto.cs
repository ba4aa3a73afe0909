namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>B4: one volatility trigger; ticks 0 = unused.</summary>
internal sealed record TriggerDto(string Ticks, uint HorizonSeconds, uint AuctionSeconds);
