namespace DexExtra.Settlement;

/// <summary>Every limit of this process that is not configuration.</summary>
internal static class SettlementLimits
{
    /// <summary>One JSON-RPC request, connection included.</summary>
    public static readonly TimeSpan RpcTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Connections are renewed so that a changed address of the node is noticed.</summary>
    public static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long an endpoint that failed or contradicted the others is not asked, while the others are
    /// enough.</summary>
    public const long NodeOutMs = 30_000;

    /// <summary>Endpoints of the chain that one process asks.</summary>
    public const int MaxEndpoints = 8;

    public const long MaxWebhookBytes = 1024 * 1024;

    /// <summary>JSON-RPC codes that mean "later": limit exceeded, resource unavailable, internal error.</summary>
    public static readonly int[] TransientRpcCodes = [-32005, -32002, -32603, 429];

    /// <summary>
    /// Beginnings of answers of a node that contradicts itself for a moment: asked for its latest block, it looked for
    /// one it does not have (yet, or any more).
    /// </summary>
    public static readonly string[] TransientRpcTexts = ["BlockOutOfRange", "header not found"];

    public const int MaxRpcAnswerBytes = 64 * 1024 * 1024;

    /// <summary>How many blocks of history a fee quote looks at.</summary>
    public const ulong FeeHistoryBlocks = 10;

    /// <summary>Lowest tip offered, wei per gas: nodes refuse less (Polygon asks for 25 gwei, test nodes for 1
    /// wei).</summary>
    public const ulong MinPriorityFeeWei = 1;

    /// <summary>Both fees of a replacement rise by at least this, which every node's pool accepts (X4: 10 %).</summary>
    public const int ReplacementBumpPercent = 13;

    /// <summary>Gas of a settle call apart from its trades.</summary>
    public const ulong BatchBaseGas = 150_000;

    /// <summary>Most gas that one trade can take: every slot it touches is new.</summary>
    public const ulong TradeGas = 320_000;

    public const ulong RegisterMarketGas = 250_000;

    public const ulong RegisterSessionKeyGas = 120_000;

    public const ulong RevokeSessionKeyGas = 120_000;

    public const ulong WithdrawGas = 250_000;

    public const ulong RecordResultGas = 120_000;

    public const ulong SettleFallbackGas = 200_000;

    public const ulong PostPayoutsGas = 120_000;

    /// <summary>Most gas that one payout takes, its proof included.</summary>
    public const ulong PayoutGas = 200_000;

    /// <summary>Positions that one transaction pays.</summary>
    public const int PayoutsPerCall = 32;

    public const ulong FundCallGas = 100_000;

    /// <summary>Most gas that one payment of a fund takes.</summary>
    public const ulong FundPaymentGas = 80_000;

    /// <summary>Payments of funds that one transaction makes.</summary>
    public const int FundPaymentsPerCall = 64;

    /// <summary>Accounts whose balance on chain is compared with the engine's at one look.</summary>
    public const int AccountsPerCheck = 256;

    public const ulong GrantRoleGas = 120_000;

    /// <summary>
    /// Life of an approval of a withdrawal from its SIGNED in the log. It is part of what the log means: another life
    /// of the process must derive the same deadline.
    /// </summary>
    public const ulong ApprovalSeconds = 86_400;

    /// <summary>Withdrawals that one step looks at.</summary>
    public const int WithdrawalsPerStep = 16;

    /// <summary>Longest time between two comparisons of vault and ledger.</summary>
    public const long VaultCheckIntervalMs = 60_000;

    /// <summary>Grants of session keys that one step looks at on chain.</summary>
    public const int SessionKeysPerStep = 16;

    /// <summary>How far ahead of settlement the grants that matches need are registered.</summary>
    public const ulong SessionKeyLookAhead = 256;

    /// <summary>No transaction asks for more than this, below the common per-transaction cap of 2^24
    /// (EIP-7825).</summary>
    public const ulong MaxTransactionGas = 16_000_000;

    /// <summary>Trades that fit under <see cref="MaxTransactionGas"/>.</summary>
    public const int MaxBatchTrades = (int)((MaxTransactionGas - BatchBaseGas) / TradeGas);

    /// <summary>Blocks asked for in one log request.</summary>
    public const ulong LogRangeBlocks = 2_000;

    /// <summary>Finality depth used when the node does not know the finalized tag.</summary>
    public const ulong FallbackFinalityBlocks = 256;

    /// <summary>Looks in a row that must agree before a nonce counts as used by somebody else (CHN-04).</summary>
    public const int LooksBeforeForeignNonce = 3;

    /// <summary>Event log records taken between two looks at the chain.</summary>
    public const int RecordsPerStep = 65_536;

    /// <summary>Least time between two looks for states to report.</summary>
    public const int ReportIntervalMs = 20;

    /// <summary>Deposits handed to the engine ahead of its confirmations.</summary>
    public const int MaxUnconfirmedDeposits = 256;

    /// <summary>Actions of owners that wait for the engine; no further blocks are read before they are fewer.</summary>
    public const int MaxUnconfirmedActions = 256;

    /// <summary>Back-off after the node could not be asked: doubles from the first to the last.</summary>
    public static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(250);
    public static readonly TimeSpan LastBackoff = TimeSpan.FromSeconds(15);
}
