namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>How many sessions ended.</summary>
internal sealed record SignedOutDto(int EndedSessions);
