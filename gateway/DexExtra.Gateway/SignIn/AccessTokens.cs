using System.Security.Cryptography;
using System.Text;
using DexExtra.Messages;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DexExtra.Gateway.SignIn;

/// <summary>
/// Access tokens: JWT with ES256 and the claims that Supabase and the policies of db/migrations read:
/// <c>app_metadata.wallet_address</c> names the wallet, <c>role</c> is the database's. No other algorithm is read, and
/// no key but those of <see cref="TokenKeys"/>. Any thread.
/// </summary>
internal sealed class AccessTokens(TokenKeys keys, SignInSection section, GatewayClock clock)
{
    public const string Audience = "authenticated";

    private const string SessionClaim = "session_id";
    private const string MetadataClaim = "app_metadata";
    private const string WalletMember = "wallet_address";
    private const int UuidVersionByte = 6;
    private const int UuidVariantByte = 8;

    private readonly JsonWebTokenHandler _handler = new()
    {
        SetDefaultTimesOnTokenCreation = false,
        MapInboundClaims = false,
    };

    /// <summary>What was found good before is to be checked again when this has changed.</summary>
    public int KeysVersion => keys.Version;

    /// <summary>Every key that tokens may be signed with, as a JWK set: public parts only.</summary>
    public IReadOnlyList<Rest.Bodies.JsonWebKeyDto> PublicKeys => [.. keys.All.Select(key =>
    {
        var point = key.ECDsa.ExportParameters(false).Q;
        return new Rest.Bodies.JsonWebKeyDto(
            "EC", "P-256", "sig", SecurityAlgorithms.EcdsaSha256, key.KeyId,
            Base64UrlEncoder.Encode(point.X), Base64UrlEncoder.Encode(point.Y));
    })];

    /// <summary>A token that ends after the section's time, and when that is (Unix seconds).</summary>
    public (string Token, ulong Expiry) Issue(Address owner, string sessionId)
    {
        var now = clock.Time.GetUtcNow();
        var end = now.AddSeconds(section.AccessSeconds);
        var token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = section.Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            Expires = end.UtcDateTime,
            SigningCredentials = new SigningCredentials(keys.Signer, SecurityAlgorithms.EcdsaSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = UserId(owner).ToString(),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
                ["role"] = Audience,
                ["aal"] = "aal1",
                ["is_anonymous"] = false,
                [SessionClaim] = sessionId,
                [MetadataClaim] = new Dictionary<string, object>
                {
                    ["provider"] = "ethereum",
                    [WalletMember] = owner.ToString(),
                },
                ["user_metadata"] = new Dictionary<string, object>(),
            },
        });
        return (token, (ulong)end.ToUnixTimeSeconds());
    }

    /// <summary>Whose token it is, of which session and until when; false for anything that is not good now.</summary>
    public bool TryRead(string token, out Address owner, out string sessionId, out ulong expiry)
    {
        (owner, sessionId, expiry) = (default, string.Empty, 0);

        // completes at once: every key is at hand
        var result = _handler.ValidateTokenAsync(token, Rules()).GetAwaiter().GetResult();
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read
            || !read.TryGetPayloadValue<Dictionary<string, object>>(MetadataClaim, out var metadata)
            || !read.TryGetPayloadValue<string>(SessionClaim, out var session)
            || !metadata.TryGetValue(WalletMember, out var wallet)
            || !Address.TryParse(wallet.ToString(), out owner))
        {
            return false;
        }

        sessionId = session;
        expiry = (ulong)new DateTimeOffset(read.ValidTo, TimeSpan.Zero).ToUnixTimeSeconds();
        return true;
    }

    /// <summary>Supabase wants a UUID: one that only this wallet has (RFC 9562, version 8).</summary>
    private static Guid UserId(Address owner)
    {
        var bytes = SHA256.HashData(Encoding.ASCII.GetBytes("dexextra:" + owner)).AsSpan(0, 16);
        bytes[UuidVersionByte] = (byte)((bytes[UuidVersionByte] & 0x0f) | 0x80);
        bytes[UuidVariantByte] = (byte)((bytes[UuidVariantByte] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private TokenValidationParameters Rules() => new()
    {
        ValidIssuer = section.Issuer,
        ValidAudience = Audience,
        ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
        IssuerSigningKeys = keys.All,
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (_, expires, _, _) => expires > clock.Time.GetUtcNow().UtcDateTime,
    };
}
