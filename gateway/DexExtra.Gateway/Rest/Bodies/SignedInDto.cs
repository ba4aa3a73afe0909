namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Tokens of a sign-in; times in Unix seconds. The refresh token is good once.</summary>
internal sealed record SignedInDto(
    string AccessToken,
    string TokenType,
    string ExpiresAt,
    string RefreshToken,
    string RefreshExpiresAt,
    string Account);
