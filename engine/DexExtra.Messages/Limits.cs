namespace DexExtra.Messages;

/// <summary>Sizes that every process agrees on. Engine capacities are in EngineOptions.</summary>
public static class Limits
{
    /// <summary>Largest command, header included; the size of a ring slot.</summary>
    public const int MaxCommandBytes = 1_536;

    /// <summary>
    /// Largest event log payload: every event of one command. The engine does not start with options whose worst
    /// command could write more.
    /// </summary>
    public const int MaxEventFrameBytes = 32 * 1024 * 1024;

    /// <summary>
    /// Resting orders one command may meet, with everything it sets off; the remainder is cancelled with FILL_LIMIT.
    /// </summary>
    public const int MaxFillsPerCommand = 4_096;

    /// <summary>I-RO-4: open reduce-only orders per account, market and side.</summary>
    public const int MaxReduceOnlyOrders = 16;

    /// <summary>O-PEG: pegged orders per market, all repriced after each command.</summary>
    public const int MaxPeggedOrders = 1_024;

    /// <summary>T11: trailing stops per market, all moved after each command with trades.</summary>
    public const int MaxTrailingStops = 4_096;

    /// <summary>O-AON: resting all-or-none orders per market and side.</summary>
    public const int MaxAllOrNoneOrders = 256;

    /// <summary>C6: mass cancels that have not visited everything yet.</summary>
    public const int MaxMassCancels = 64;

    /// <summary>Orders that unfinished sweeps (C6, O-GFA, O-GFN, M2, Q2) visit per command.</summary>
    public const int MaxSweptPerCommand = 4_096;

    /// <summary>A8.</summary>
    public const uint MaxAuctionRandomSeconds = 30;

    /// <summary>A10: least time between indicative prices of a market.</summary>
    public const long IndicativeIntervalNs = 100_000_000;

    /// <summary>B7: least time between mark prices of a market.</summary>
    public const long MarkIntervalNs = NsPerSecond;

    /// <summary>B4: longest horizon of a volatility trigger.</summary>
    public const uint MaxVolatilityHorizonSeconds = 1_024;

    /// <summary>T9, T11: parts of a whole.</summary>
    public const uint BasisPoints = 10_000;

    /// <summary>O-TWAP.</summary>
    public const uint MinTwapSeconds = 300;
    public const uint MaxTwapSeconds = 86_400;
    public const uint MinTwapIntervalSeconds = 30;
    public const uint MaxTwapIntervalSeconds = 3_600;

    /// <summary>O-TWAP: one slice takes at most so many times its share, what was missed before included.</summary>
    public const int TwapCatchUp = 3;

    /// <summary>Order id of leg i of a list = sequence of its command + i × this.</summary>
    public const long LegOrderIdStep = 1L << 48;

    /// <summary>L1: positions that passes over markets visit per command.</summary>
    public const int MaxPositionVisitsPerCommand = 1_024;

    /// <summary>L2: unit steps of liquidations per command.</summary>
    public const int MaxLiquidationSteps = 16;

    /// <summary>L2: orders that liquidations cancel per command.</summary>
    public const int MaxLiquidationCancels = 4_096;

    /// <summary>L2: resting orders that liquidations meet per command, beside those of the command itself.</summary>
    public const int MaxLiquidationMeets = 1_024;

    /// <summary>L2: levels of a book whose depth bounds a step.</summary>
    public const int MaxLiquidationLevels = 64;

    /// <summary>L2: a unit that cannot go on now is looked at again after this time.</summary>
    public const long LiquidationRetryNs = NsPerSecond;

    /// <summary>
    /// L2: order id of a liquidated side = this + sequence of the command + LegOrderIdStep × unit step of the command.
    /// </summary>
    public const long LiquidationOrderIdBit = 1L << 62;

    /// <summary>L5: positions that one pass collects.</summary>
    public const int MaxDeleveragingCandidates = 64;

    /// <summary>Matches one settlement update may name.</summary>
    public const int MaxSettlementRange = 1_024;

    /// <summary>C10: how far below the highest nonce of a signer a value is still accepted.</summary>
    public const int NonceWindow = 4_096;

    /// <summary>
    /// C10: how far one order may raise the highest nonce, so that no single mistake exhausts the range.
    /// </summary>
    public const ulong MaxNonceAdvance = 1UL << 44;

    /// <summary>C9: how long a terminal order's client order id still answers repeats.</summary>
    public const long ClientOrderIdWindowNs = 24L * 60 * 60 * 1_000_000_000;

    /// <summary>Grants of one owner that are neither revoked nor expired (docs/money.md §17).</summary>
    public const int MaxSessionKeysPerOwner = 16;

    /// <summary>Longest life of a grant: 180 days.</summary>
    public const ulong MaxSessionKeySeconds = 180 * 86_400;

    /// <summary>
    /// X9: most ledger units that one forced exit counts for, more than all money of a token: an exit of everything
    /// asks for any number.
    /// </summary>
    public static readonly Int128 MaxExitAmount = Int128.One << 100;

    /// <summary>C12: quote sets of one account, numbered from 1.</summary>
    public const uint MaxQuoteSetsPerAccount = 16;

    /// <summary>C12: longest window, in seconds.</summary>
    public const uint MaxQuoteWindowSeconds = 3_600;

    /// <summary>C12: longest freeze that ends by itself, in seconds.</summary>
    public const uint MaxQuoteFrozenSeconds = 86_400;

    /// <summary>C12: largest limit in lots.</summary>
    public const long MaxQuoteLimitLots = 1L << 50;

    public const long NsPerSecond = 1_000_000_000;
}
