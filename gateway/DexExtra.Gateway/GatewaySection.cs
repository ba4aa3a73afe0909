using DexExtra.Gateway.SignIn;
using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Gateway;

/// <summary>The section "gateway" of the deployment's configuration.</summary>
internal sealed record GatewaySection : IConfigSection
{
    private const int MaxSourceId = 99;

    /// <summary>1 to 99: names this gateway's stream of commands.</summary>
    public required uint SourceId { get; init; }

    /// <summary>Loopback port of REST, the feed, health and metrics; 0 = any free one, logged.</summary>
    public required int HttpPort { get; init; }

    /// <summary>Loopback port of binary order entry; 0 = any free one, logged.</summary>
    public required int OrderEntryPort { get; init; }

    /// <summary>EIP-712 domain: the chain trades settle on.</summary>
    public required ulong ChainId { get; init; }

    /// <summary>EIP-712 domain: the settlement exchange contract.</summary>
    public required string ExchangeAddress { get; init; }

    /// <summary>Who may list assets and create markets.</summary>
    public required string AdminAddress { get; init; }

    /// <summary>Who must sign beside the admin where two are needed (F11); without it nothing is taken back.</summary>
    public string? SecondAdminAddress { get; init; }

    /// <summary>Who may sign WithdrawalUpdate beside the admin (K2); without it the admin alone may.</summary>
    public string? SettlementAddress { get; init; }

    /// <summary>The settlement process pays withdrawals, each to its own account (K2).</summary>
    public bool Withdrawals { get; init; }

    /// <summary>Origins of the pages that may open the feed: "*" for all, else scheme://host:port each.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = ["*"];

    /// <summary>
    /// A proxy on this machine stands before the gateway and ends X-Forwarded-For with the client's address.
    /// </summary>
    public bool TrustForwardedFor { get; init; }

    /// <summary>Sign-In with Ethereum; absent = not offered.</summary>
    public SignInSection? SignIn { get; init; }

    /// <summary>Optional; every member has a default.</summary>
    public GatewayLimits Limits { get; init; } = new();

    public string? Validate() =>
        SourceId is 0 or > MaxSourceId ? $"sourceId must be 1 to {MaxSourceId}"
        : HttpPort is < 0 or > ushort.MaxValue ? "httpPort must be 0 to 65535"
        : OrderEntryPort is < 0 or > ushort.MaxValue ? "orderEntryPort must be 0 to 65535"
        : HttpPort != 0 && HttpPort == OrderEntryPort ? "httpPort and orderEntryPort must differ"
        : ChainId == 0 ? "chainId must be positive"
        : !IsAccount(ExchangeAddress) ? "exchangeAddress must be 0x and 40 hex digits, not zero"
        : !IsAccount(AdminAddress) ? "adminAddress must be 0x and 40 hex digits, not zero"
        : SecondAdminAddress is { } second && (!IsAccount(second) || IsSame(second, AdminAddress))
            ? "secondAdminAddress must be 0x and 40 hex digits, not zero, and not adminAddress"
        : SettlementAddress is { } settlement && (!IsAccount(settlement) || IsSame(settlement, AdminAddress))
            ? "settlementAddress must be 0x and 40 hex digits, not zero, and not adminAddress"
        : AllowedOrigins is null || AllowedOrigins.Any(string.IsNullOrWhiteSpace)
            ? "allowedOrigins must be a list of origins, or [\"*\"]"
        : SignIn?.Validate() is { } mistake ? mistake
        : Limits is null ? "limits must be an object"
        : Limits.Validate();

    private static bool IsSame(string one, string other) => Address.Parse(one) == Address.Parse(other);

    private static bool IsAccount(string text) => Address.TryParse(text, out var address) && !address.IsZero;
}
