using DexExtra.Gateway.Admission;

namespace DexExtra.Gateway;

/// <summary>
/// Every limit of the gateway, in one place. Members with a setter may be changed by the optional object "limits" of
/// the configuration section; constants are properties of the protocol. Rates are per second, times in milliseconds.
/// </summary>
internal sealed record GatewayLimits
{
    /// <summary>Largest body of a REST request.</summary>
    public const int MaxRequestBodyBytes = 16 * 1024;

    /// <summary>Headers of a REST request: bytes, count, and time until they are complete (NET-06).</summary>
    public const int MaxRequestHeaderBytes = 16 * 1024;
    public const int MaxRequestHeaders = 64;
    public const int RequestHeadersTimeoutMs = 10_000;

    /// <summary>Largest message a feed client may send.</summary>
    public const int MaxFeedRequestBytes = 4 * 1024;

    /// <summary>Markets × channels one feed client may subscribe to.</summary>
    public const int MaxSubscriptionsPerClient = 256;

    /// <summary>Messages per second a feed client may send on average, and at once.</summary>
    public const int FeedRequestsPerSecond = 50;
    public const int FeedRequestBurst = 300;

    /// <summary>User streams, one per subaccount, of one feed client.</summary>
    public const int MaxUserStreamsPerClient = 16;

    /// <summary>Reports of a user stream that are written at once, in bytes of the binary protocol.</summary>
    public const int UserStreamBatchBytes = 8 * 1024;

    /// <summary>A client asks for more when its queue is down to this share of its bound.</summary>
    public const int FeedLowWaterShare = 4;

    /// <summary>Bytes that the kernel is asked to hold for one connection of the web server.</summary>
    public const int SocketSendBytes = 32 * 1024;

    /// <summary>Bytes of one connection between the outbox and the kernel.</summary>
    public const int ResponseBufferBytes = 16 * 1024;

    /// <summary>D7: how long a client may be behind before it is closed.</summary>
    public const int FeedBehindMs = 5_000;

    /// <summary>
    /// Newest messages of one topic kept for those who come back: number, bytes, and how long unwanted.
    /// </summary>
    public const int FeedWindowMessages = 8_192;
    public const int FeedWindowBytes = 1024 * 1024;
    public const int FeedWindowKeepMs = 120_000;

    /// <summary>Messages that wait for the fan-out, and what each weighs besides its bytes; more are dropped.</summary>
    public const long FanOutBytes = 64 * 1024 * 1024;
    public const int FanOutStepBytes = 128;

    /// <summary>Candles kept per market and interval: a day of minutes; and those in a snapshot.</summary>
    public const int CandlesKept = 1_440;
    public const int CandlesInSnapshot = 500;

    /// <summary>How often open candles are told.</summary>
    public const int CandleUpdateMs = 500;

    /// <summary>Newest trades of a market whose bust corrects candles (F11).</summary>
    public const int TradesForCorrection = 4_096;

    /// <summary>
    /// Engine.IO: ping of the server, and how long the pong may take; largest body and packets of a poll.
    /// </summary>
    public const int EnginePingMs = 5_000;
    public const int EnginePongMs = 10_000;
    public const int EnginePayloadBytes = MaxRequestBodyBytes;
    public const int EnginePollBytes = 64 * 1024;

    /// <summary>From the opening of a Socket.IO session to its CONNECT.</summary>
    public const int SocketIoConnectMs = 10_000;

    /// <summary>How often Socket.IO sessions are looked at.</summary>
    public const int SocketIoBeatMs = 500;

    /// <summary>Trades kept per market for queries and trade snapshots.</summary>
    public const int TradesPerMarket = 1_000;

    /// <summary>Newest trades in a snapshot of the trades channel.</summary>
    public const int TradesInSnapshot = 50;

    /// <summary>Levels per side that a heartbeat's checksum covers (D3).</summary>
    public const int ChecksumLevels = 10;

    /// <summary>Levels per side of a book over REST, unless asked otherwise, and at most.</summary>
    public const int DefaultBookDepth = 50;
    public const int MaxBookDepth = 1_000;

    /// <summary>Rows of one page over REST, unless asked otherwise, and at most.</summary>
    public const int DefaultPageRows = 100;
    public const int MaxPageRows = 500;

    /// <summary>How far in the future a login may expire; also the longest life of a REST session.</summary>
    public const int MaxLoginSeconds = 24 * 60 * 60;

    /// <summary>How long a login challenge of REST may be answered.</summary>
    public const int ChallengeSeconds = 60;

    /// <summary>How long a text of Sign-In with Ethereum may be signed; and how far its times may be off.</summary>
    public const int SignInSeconds = 300;
    public const int SignInSkewSeconds = 60;

    /// <summary>Growth of the access log after which what is over is left out of it.</summary>
    public const int AccessLogGrowthBytes = 4 << 20;

    /// <summary>Sessions of sign-ins at once before owners who never had a deposit get no more.</summary>
    public const int MaxSignInSessions = 100_000;

    /// <summary>Sign-ins and refreshes per remote address: each is a write to the disk.</summary>
    public const int SignInsPerSecond = 20;
    public const int SignInBurst = 200;

    /// <summary>Longest bearer token that is looked at.</summary>
    public const int MaxTokenCharacters = 4 * 1024;

    /// <summary>Tokens whose signature is known to be good.</summary>
    public const int MaxKnownTokens = 10_000;

    /// <summary>Read-only keys of one owner that have not expired, and how long one may live.</summary>
    public const int MaxApiKeysPerOwner = 32;
    public const int MaxApiKeySeconds = 366 * 24 * 60 * 60;
    public const int MaxApiKeyLabelCharacters = 64;

    /// <summary>Furthest deadline of a timer that cancels, and how often timers are looked at.</summary>
    public const int MaxCancelTimerSeconds = 24 * 60 * 60;
    public const int CancelTimerBeatMs = 250;

    /// <summary>REST sessions one address may hold; the oldest makes room.</summary>
    public const int MaxRestSessionsPerAddress = 16;

    /// <summary>Grants of session keys that are remembered of one owner, the oldest that is over goes first.</summary>
    public const int MaxSessionKeysPerOwner = 64;

    /// <summary>Frames applied without letting readers in.</summary>
    public const int FramesPerPoll = 256;

    /// <summary>Longest sleep of the follower, so that feed heartbeats are on time.</summary>
    public const int FollowerWaitMs = 100;

    /// <summary>Rings of the engine after which a damaged record is not about to be mended.</summary>
    public const int DamageRingsMax = 5;

    /// <summary>D3: one heartbeat per market and second.</summary>
    public const int FeedHeartbeatMs = 1_000;

    /// <summary>Files that the gateway has open beside its connections, generously.</summary>
    public const int OwnFiles = 256;

    /// <summary>Moments of that time among which markets are spread, so that not all beat at once.</summary>
    public const int FeedHeartbeatSlots = 50;

    /// <summary>How often all session timeouts are looked at.</summary>
    public const int SessionHeartbeatMs = 250;

    /// <summary>From connection to established session.</summary>
    public const int EstablishTimeoutMs = 10_000;

    /// <summary>How long a closing connection may take to deliver its last words.</summary>
    public const int CloseGraceMs = 2_000;

    /// <summary>WebSocket ping interval, and how long the pong may take (NET-06).</summary>
    public const int FeedPingMs = 5_000;
    public const int FeedPongTimeoutMs = 10_000;

    /// <summary>
    /// NET-05: a binary session whose peer takes nothing for this long is gone; sooner when much is waiting.
    /// </summary>
    public const int StuckSendMs = 10_000;
    public const int SlowSendMs = 2_000;

    /// <summary>How many waiting bytes are much.</summary>
    public const int SessionQueueBytes = 256 * 1024;

    /// <summary>Unsent answers outside the numbered flow; more, and the session is closed as a slow consumer.</summary>
    public const int SessionControlBytes = 64 * 1024;

    /// <summary>Kernel memory for what a session has sent and the peer has not taken.</summary>
    public const int SessionSocketBytes = 128 * 1024;

    /// <summary>Receive buffer and send buffer of a session.</summary>
    public const int SessionReceiveBytes = 16 * 1024;
    public const int SessionSendBytes = 16 * 1024;

    /// <summary>Orders of one session between decoding and publication.</summary>
    public const int OrdersInFlightPerSession = 256;

    /// <summary>Orders of all sessions waiting for a signature check; beyond that OVERLOADED.</summary>
    public const int VerifyQueueLength = 8_192;

    /// <summary>What an overloaded gateway asks a client to wait.</summary>
    public const int OverloadRetryMs = 50;

    /// <summary>How far the nonce of an operator command, a Unix millisecond, may be from the gateway's time.</summary>
    public const ulong AdminNonceWindowMs = 60_000;

    /// <summary>Pause after a failed accept.</summary>
    public const int AcceptRetryMs = 100;

    /// <summary>Rate-limited messages in a row after which a session is disconnected for abuse (C11).</summary>
    public const int MaxConsecutiveRateRefusals = 10_000;

    /// <summary>Largest configurable rate or burst, and how much larger the cancel budget is by default.</summary>
    public const int MaxRate = 10_000_000;
    public const int CancelFactor = 4;

    /// <summary>C11: new orders per account.</summary>
    public int OrdersPerSecond { get; init; } = 5_000;
    public int OrderBurst { get; init; } = 10_000;

    /// <summary>C11: cancels per account, a bucket of their own, at least twice the orders; 0 = four times.</summary>
    public int CancelsPerSecond { get; init; }
    public int CancelBurst { get; init; }

    /// <summary>
    /// Messages per binary connection and requests per REST address, before anything else is looked at.
    /// </summary>
    public int RequestsPerSecond { get; init; } = 50_000;
    public int RequestBurst { get; init; } = 100_000;

    /// <summary>Binary connections at once, and per account.</summary>
    public int MaxSessions { get; init; } = 10_000;
    public int MaxSessionsPerAccount { get; init; } = 16;

    /// <summary>Feed connections at once, WebSocket and Socket.IO together.</summary>
    public int MaxFeedClients { get; init; } = 10_000;

    /// <summary>HTTP connections at once, WebSockets not counted.</summary>
    public int MaxHttpConnections { get; init; } = 4_096;

    /// <summary>Unsent bytes of one feed client, its snapshots not counted (D7).</summary>
    public int FeedQueueBytes { get; init; } = 256 * 1024;

    /// <summary>How long a REST request waits for the engine before ENGINE_UNAVAILABLE.</summary>
    public int EngineAnswerTimeoutMs { get; init; } = 10_000;

    /// <summary>REST requests waiting for the engine at once.</summary>
    public int MaxPendingRequests { get; init; } = 10_000;

    /// <summary>Numbered reports kept per account for retransmission.</summary>
    public int ReportsPerAccount { get; init; } = 1_000_000;

    /// <summary>Terminal orders and fills kept per account for queries.</summary>
    public int TerminalOrdersPerAccount { get; init; } = 10_000;
    public int FillsPerAccount { get; init; } = 10_000;

    /// <summary>Signature checks in parallel; 0 = one per core.</summary>
    public int VerifyWorkers { get; init; }

    /// <summary>Budget of new orders.</summary>
    public RateLimit OrderLimit => new(OrdersPerSecond, OrderBurst);

    /// <summary>Budget of cancels.</summary>
    public RateLimit CancelLimit => new(
        CancelsPerSecond == 0 ? CancelFactor * OrdersPerSecond : CancelsPerSecond,
        CancelBurst == 0 ? CancelFactor * OrderBurst : CancelBurst);

    /// <summary>Budget of a connection or remote address.</summary>
    public RateLimit RequestLimit => new(RequestsPerSecond, RequestBurst);

    /// <summary>One sentence naming the wrong member, or null.</summary>
    public string? Validate() =>
        OrdersPerSecond is < 1 or > MaxRate || OrderBurst is < 1 or > MaxRate
            ? $"limits: ordersPerSecond and orderBurst must be 1 to {MaxRate}"
        : CancelsPerSecond is < 0 or > MaxRate || CancelBurst is < 0 or > MaxRate
            ? $"limits: cancelsPerSecond and cancelBurst must be 0 to {MaxRate}"
        : CancelLimit.PerSecond < 2 * OrdersPerSecond
            ? "limits: cancelsPerSecond must be at least twice ordersPerSecond"
        : RequestsPerSecond is < 1 or > MaxRate || RequestBurst is < 1 or > MaxRate
            ? $"limits: requestsPerSecond and requestBurst must be 1 to {MaxRate}"
        : MaxSessions < 1 || MaxSessionsPerAccount < 1
            ? "limits: maxSessions and maxSessionsPerAccount must be positive"
        : MaxFeedClients < 1 || MaxHttpConnections < 1
            ? "limits: maxFeedClients and maxHttpConnections must be positive"
        : FeedQueueBytes < 1024 ? "limits: feedQueueBytes must be at least 1024"
        : EngineAnswerTimeoutMs is < 10 or > 120_000 ? "limits: engineAnswerTimeoutMs must be 10 to 120000"
        : MaxPendingRequests < 1 ? "limits: maxPendingRequests must be positive"
        : ReportsPerAccount < 1 ? "limits: reportsPerAccount must be positive"
        : TerminalOrdersPerAccount < 1 || FillsPerAccount < 1
            ? "limits: terminalOrdersPerAccount and fillsPerAccount must be positive"
        : VerifyWorkers is < 0 or > 256 ? "limits: verifyWorkers must be 0 to 256"
        : null;
}
