using System.Collections.Frozen;
using DexExtra.Settlement.Contracts;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// X4 for every code of the contract. None is tried again: a code is the contract's last word on a match, so a retry is
/// for transactions only. A code that this build does not know counts as the venue's mistake.
/// </summary>
internal static class FailureCauses
{
    private static readonly FrozenDictionary<TradeFailure, FailureCause> Causes =
        new Dictionary<TradeFailure, FailureCause>
    {
        // the pair: what the engine matched, or what the process made of it
        [TradeFailure.MarketUnknown] = FailureCause.Venue,
        [TradeFailure.MarketMismatch] = FailureCause.Venue,
        [TradeFailure.SideMismatch] = FailureCause.Venue,
        [TradeFailure.QuantityOutOfRange] = FailureCause.Venue,
        [TradeFailure.PriceOutOfRange] = FailureCause.Venue,
        [TradeFailure.CashNotExact] = FailureCause.Venue,
        [TradeFailure.PoolInsufficient] = FailureCause.Venue,

        // terms that the gateway and the engine test before they match
        [TradeFailure.OrderUnsupported] = FailureCause.Venue,
        [TradeFailure.VersionUnsupported] = FailureCause.Venue,
        [TradeFailure.VersionSuperseded] = FailureCause.Venue,
        [TradeFailure.LimitViolated] = FailureCause.Venue,
        [TradeFailure.OrderExpired] = FailureCause.Venue,
        [TradeFailure.FeeOverCap] = FailureCause.Venue,
        [TradeFailure.Overfilled] = FailureCause.Venue,
        [TradeFailure.SlotTaken] = FailureCause.Venue,
        [TradeFailure.ListInvalid] = FailureCause.Venue,

        // what only the owner can have signed, granted, cancelled or taken away
        [TradeFailure.SignatureInvalid] = FailureCause.Owner,
        [TradeFailure.SignatureHighS] = FailureCause.Owner,
        [TradeFailure.SignerMismatch] = FailureCause.Owner,
        [TradeFailure.BalanceInsufficient] = FailureCause.Owner,
        [TradeFailure.SessionKeyUnknown] = FailureCause.Owner,
        [TradeFailure.SessionKeyScope] = FailureCause.Owner,
        [TradeFailure.SessionKeyRevoked] = FailureCause.Owner,
        [TradeFailure.OrderCancelled] = FailureCause.Owner,
    }.ToFrozenDictionary();

    /// <summary>Every code with a decision.</summary>
    public static IEnumerable<TradeFailure> Known => Causes.Keys;

    public static FailureCause Of(TradeFailure code) => Causes.GetValueOrDefault(code, FailureCause.Venue);
}
