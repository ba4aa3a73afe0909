namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// When the account's orders are cancelled unless it is told otherwise; Unix seconds, null = never.
/// </summary>
internal sealed record CancelTimerDto(string Account, uint Subaccount, string? CancelAt);
