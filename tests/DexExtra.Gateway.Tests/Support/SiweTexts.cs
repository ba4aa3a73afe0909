using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Sign-In with Ethereum as a wallet does it: the text is written here by hand, from ERC-4361.</summary>
internal static class SiweTexts
{
    public const string Domain = "app.example";
    public const string Issuer = "https://venue.example";

    public static async Task<JsonObject> ChallengeAsync(RestClient rest, Trader trader)
    {
        var answer = await rest.PostAsync(
            "/v1/auth/challenge", new JsonObject { ["account"] = trader.Key.Address.ToString() });
        Assert.Equal(200, answer.Status);
        return answer.Json;
    }

    /// <summary>The text for a challenge; the caller changes what he wants to.</summary>
    public static string Text(JsonObject challenge, TimeSpan? issuedAgo = null, TimeSpan? expiresIn = null)
    {
        var issued = DateTimeOffset.Parse((string)challenge["issuedAt"]!, CultureInfo.InvariantCulture);
        return $"{Domain} wants you to sign in with your Ethereum account:\n{challenge["account"]}\n\n"
            + $"{challenge["statement"]}\n\nURI: https://{Domain}\nVersion: 1\nChain ID: {Venue.ChainId}\n"
            + $"Nonce: {challenge["nonce"]}\nIssued At: {Time(issued - (issuedAgo ?? TimeSpan.Zero))}\n"
            + $"Expiration Time: {Time(issued + (expiresIn ?? TimeSpan.FromMinutes(5)))}";
    }

    public static string Sign(PrivateKey key, string text)
    {
        var encoded = new byte[Signature.EncodedBytes];
        key.Sign(PersonalMessage.Digest(text)).CopyTo(encoded);
        return Hex.Format(encoded);
    }

    public static Task<RestAnswer> SendAsync(RestClient rest, string text, string signature) =>
        rest.PostAsync("/v1/auth/sign-in", new JsonObject { ["message"] = text, ["signature"] = signature });

    public static async Task<RestAnswer> SignInAsync(RestClient rest, Trader trader)
    {
        var text = Text(await ChallengeAsync(rest, trader));
        return await SendAsync(rest, text, Sign(trader.Key, text));
    }

    public static Task<RestAnswer> RefreshAsync(RestClient rest, string token) =>
        rest.PostAsync("/v1/auth/refresh", new JsonObject { ["refreshToken"] = token });

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
