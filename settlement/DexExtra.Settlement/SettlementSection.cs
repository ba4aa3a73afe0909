using System.Text.Json;
using DexExtra.Hosting;
using DexExtra.Messages;

namespace DexExtra.Settlement;

/// <summary>The section "settlement" of the configuration file. Members with a value here may be left out.</summary>
internal sealed record SettlementSection : IConfigSection
{
    private const int MaxPort = 65_535;
    private const int MaxBatchAgeMs = 30_000;
    private const uint FirstSourceId = 100;
    private const uint LastSourceId = 199;

    /// <summary>Loopback port of /health and /metrics.</summary>
    public required int HealthPort { get; init; }

    /// <summary>Transport source of this process, 100 to 199.</summary>
    public required uint SourceId { get; init; }

    /// <summary>JSON-RPC over HTTP.</summary>
    public required string RpcUrl { get; init; }

    /// <summary>More endpoints of the same chain, of other providers; empty: one is believed.</summary>
    public IReadOnlyList<string> MoreRpcUrls { get; init; } = [];

    /// <summary>Endpoints that must say the same; 0: more than half of them.</summary>
    public int RpcQuorum { get; init; }

    /// <summary>Signing key of Alchemy's webhook, mode 0600; null: no webhook is taken.</summary>
    public string? WebhookKeyFile { get; init; }

    public required ulong ChainId { get; init; }

    public required string VaultAddress { get; init; }

    public required string ExchangeAddress { get; init; }

    /// <summary>Null: this process pays no ended markets.</summary>
    public string? PayoutsAddress { get; init; }

    /// <summary>UmaOracle, whose answers go into the engine; null: operators bring results.</summary>
    public string? OracleAddress { get; init; }

    /// <summary>Block of the vault's creation: no log is older.</summary>
    public required ulong DeployBlock { get; init; }

    /// <summary>Secret key of the operator, mode 0600.</summary>
    public required string OperatorKeyFile { get; init; }

    /// <summary>Secret key of the vault's approver, mode 0600; null: this process pays no withdrawals.</summary>
    public string? ApproverKeyFile { get; init; }

    /// <summary>"finalized" for the node's tag, or a number of blocks behind the newest.</summary>
    public JsonElement Finality { get; init; }

    public int BatchMaxTrades { get; init; } = 40;

    /// <summary>Longest wait of a match for company (X8: at most 30 s).</summary>
    public int BatchMaxAgeMs { get; init; } = 1_000;

    public int MaxInFlight { get; init; } = 4;

    /// <summary>How often the chain is looked at.</summary>
    public int PollIntervalMs { get; init; } = 500;

    /// <summary>How long the oldest pending transaction waits before its fees are raised.</summary>
    public int ReplaceAfterMs { get; init; } = 30_000;

    /// <summary>How long an unanswered command or transaction waits before it is sent again.</summary>
    public int ResendMs { get; init; } = 5_000;

    /// <summary>Ceiling of the fees, 1e-9 of the chain's coin per gas.</summary>
    public int MaxFeePerGasGwei { get; init; } = 1_000;

    /// <summary>Null: trust the node's finalized tag.</summary>
    internal ulong? FinalityDepth =>
        Finality.ValueKind == JsonValueKind.Number && Finality.TryGetUInt64(out var depth) ? depth : null;

    internal Address Vault => Address.Parse(VaultAddress);

    internal Address Exchange => Address.Parse(ExchangeAddress);

    internal Address? Payouts => PayoutsAddress is { } text ? Address.Parse(text) : null;

    internal IReadOnlyList<Uri> Endpoints => [new Uri(RpcUrl), .. MoreRpcUrls.Select(static url => new Uri(url))];

    internal int Quorum => RpcQuorum == 0 ? (Endpoints.Count / 2) + 1 : RpcQuorum;

    internal Address? Oracle => OracleAddress is { } text ? Address.Parse(text) : null;

    public string? Validate() =>
        HealthPort is < 1 or > MaxPort ? "healthPort must be 1 to 65535"
        : SourceId is < FirstSourceId or > LastSourceId ? "sourceId must be 100 to 199"
        : !IsUrl(RpcUrl) ? "rpcUrl must be an http or https URL"
        : ValidateEndpoints() is { } mistake ? mistake
        : ChainId == 0 ? "chainId must be positive"
        : !IsAddress(VaultAddress) ? "vaultAddress must be 0x and 40 hex digits"
        : !IsAddress(ExchangeAddress) ? "exchangeAddress must be 0x and 40 hex digits"
        : PayoutsAddress is { } payouts && !IsAddress(payouts) ? "payoutsAddress must be 0x and 40 hex digits"
        : OracleAddress is { } oracle && !IsAddress(oracle) ? "oracleAddress must be 0x and 40 hex digits"
        : OracleAddress is not null && PayoutsAddress is null ? "oracleAddress needs payoutsAddress"
        : string.IsNullOrWhiteSpace(OperatorKeyFile) ? "operatorKeyFile must not be empty"
        : ApproverKeyFile is { } approver && string.IsNullOrWhiteSpace(approver)
            ? "approverKeyFile must not be empty"
        : !IsFinality(Finality) ? "finality must be \"finalized\" or a number of blocks"
        : ValidateBatching();

    private string? ValidateBatching() =>
        BatchMaxTrades < 1 || BatchMaxTrades > SettlementLimits.MaxBatchTrades
            ? $"batchMaxTrades must be 1 to {SettlementLimits.MaxBatchTrades}"
        : BatchMaxAgeMs is < 0 or > MaxBatchAgeMs ? "batchMaxAgeMs must be 0 to 30000"
        : MaxInFlight is < 1 or > 16 ? "maxInFlight must be 1 to 16"
        : PollIntervalMs is < 10 or > 60_000 ? "pollIntervalMs must be 10 to 60000"
        : ReplaceAfterMs is < 100 or > 3_600_000 ? "replaceAfterMs must be 100 to 3600000"
        : ResendMs is < 100 or > 600_000 ? "resendMs must be 100 to 600000"
        : MaxFeePerGasGwei is < 1 or > 1_000_000 ? "maxFeePerGasGwei must be 1 to 1000000"
        : null;

    private string? ValidateEndpoints() =>
        !MoreRpcUrls.All(IsUrl) ? "moreRpcUrls must be http or https URLs"
        : MoreRpcUrls.Append(RpcUrl).Distinct(StringComparer.Ordinal).Count() != MoreRpcUrls.Count + 1
            ? "moreRpcUrls must differ from each other and from rpcUrl"
        : MoreRpcUrls.Count >= SettlementLimits.MaxEndpoints
            ? $"moreRpcUrls may have {SettlementLimits.MaxEndpoints - 1} endpoints"
        : RpcQuorum != 0 && (RpcQuorum <= (MoreRpcUrls.Count + 1) / 2 || RpcQuorum > MoreRpcUrls.Count + 1)
            ? "rpcQuorum must be more than half of the endpoints and at most all"
        : WebhookKeyFile is { } key && string.IsNullOrWhiteSpace(key) ? "webhookKeyFile must not be empty"
        : null;

    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static bool IsAddress(string text) => Address.TryParse(text, out var address) && !address.IsZero;

    private static bool IsFinality(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined => true,
        JsonValueKind.String => value.GetString() == "finalized",
        JsonValueKind.Number => value.TryGetUInt64(out _),
        _ => false,
    };
}
