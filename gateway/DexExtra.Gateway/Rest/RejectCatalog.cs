using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// The public face of every refusal: HTTP status and one sentence on what to do. Data, not code; the table of
/// docs/protocol/rest.md says the same, and a test compares them.
/// </summary>
internal static class RejectCatalog
{
    /// <summary>Form, signature, limits, and the checks of a plain order.</summary>
    private static readonly Dictionary<RejectReason, RejectEntry> Entry = new()
    {
        [RejectReason.Malformed] = new(400, "The message is not well formed; correct it."),
        [RejectReason.InvalidSignature] = new(
            422, "The signature is not 65 bytes r, s, v with v 27 or 28 and r, s in range."),
        [RejectReason.MalleatedSignature] = new(
            422, "The signature's s is in the upper half; use the canonical low-s form."),
        [RejectReason.WrongSigner] = new(
            422, "The signature is by another key, or over other content or another domain."),
        [RejectReason.WrongDomain] = new(422, "Signed for another chain or contract; see GET /v1/typed-data."),
        [RejectReason.RateLimited] = new(429, "Too many requests; wait for Retry-After."),
        [RejectReason.EngineUnavailable] = new(
            504,
            "No answer in time; send the same order with the same clientOrderId again: it cannot execute twice."),
        [RejectReason.NotAuthorised] = new(403, "This key or session may not do that."),
        [RejectReason.Overloaded] = new(503, "Nothing was accepted; try again after a moment."),
        [RejectReason.SkippedByOperator] = new(
            422, "An operator had the venue pass over this command; nothing happened, send it again."),
        [RejectReason.DuplicateClientId] = new(
            422, "The clientOrderId was used for another order within 24 hours."),
        [RejectReason.UnknownAccount] = new(422, "The account never had a deposit."),
        [RejectReason.UnknownMarket] = new(422, "There is no such market."),
        [RejectReason.NonceReused] = new(422, "The nonce was used; sign with a fresh one."),
        [RejectReason.NonceTooOld] = new(
            422, "The nonce is below the window of the newest 4096; sign with a higher one."),
        [RejectReason.NonceTooFar] = new(
            422, "The nonce is too far above the highest one used; sign with a lower one."),
        [RejectReason.ExpiredOnEntry] = new(422, "The signed expiry has passed; sign a later one."),
        [RejectReason.UnsupportedCombination] = new(
            422, "This combination of side, type, time in force, flags and instructions does not exist."),
        [RejectReason.PriceOffTick] = new(
            422, "limitPrice is not a multiple of the market's tickSize; nothing is rounded."),
        [RejectReason.QuantityOffLot] = new(
            422, "quantity is not a multiple of the market's lotSize; nothing is rounded."),
        [RejectReason.QuantityOutOfRange] = new(422, "quantity must be 1 lot to the market's maxOrderLots."),
        [RejectReason.PriceOutOfBounds] = new(422, "limitPrice must be between the market's floor and cap."),
        [RejectReason.FeeCapTooLow] = new(422, "maxFeePerUnit is below the market's fee."),
        [RejectReason.LimitReached] = new(
            422, "The venue's capacity for this kind of object is used up; cancel some or wait."),
        [RejectReason.InsufficientFunds] = new(
            422, "The available balance does not cover the order's worst case and fee."),
        [RejectReason.NoLiquidity] = new(422, "There is no opposite order for a market order."),
        [RejectReason.FokNotFillable] = new(422, "The order cannot be filled completely now; nothing was traded."),
        [RejectReason.SelfTrade] = new(
            422, "The order would trade with an order of the same owner; nothing was traded."),
        [RejectReason.SettlementBacklog] = new(422, "Settlement on chain is behind; try again later."),
        [RejectReason.PostOnlyWouldCross] = new(
            422, "The post-only order would trade now; send a more passive price."),
        [RejectReason.NothingToReduce] = new(
            422, "The account has no position that the reduce-only order could close."),
        [RejectReason.ReduceOnlyTooLarge] = new(
            422, "The fill-or-kill order is reduce-only and larger than the position."),
    };

    /// <summary>States of markets, instructions, lists, changes of open orders.</summary>
    private static readonly Dictionary<RejectReason, RejectEntry> Instructions = new()
    {
        [RejectReason.MarketStateForbids] = new(
            422, "The market's state does not accept this order; see GET /v1/markets/{id}."),
        [RejectReason.NotInAuction] = new(
            422, "A call auction runs; it takes limit orders that may rest, stops, pegged orders and TWAP."),
        [RejectReason.OnlyInAuction] = new(422, "GOOD_FOR_AUCTION is accepted only while a call auction runs."),
        [RejectReason.PriceOutsideBand] = new(
            422, "limitPrice is outside the entry band around the mark price; send a price nearer to it."),
        [RejectReason.MinQuantityNotMet] = new(
            422, "Less than minQuantity can trade now; nothing was traded."),
        [RejectReason.DisplayQuantityInvalid] = new(
            422, "displayQuantity or displayVariance is off the lot grid or outside the market's limits."),
        [RejectReason.BadStopLimit] = new(422, "limitPrice is on the wrong side of triggerPrice."),
        [RejectReason.WouldTriggerImmediately] = new(
            422, "The trigger is already true; sign ALLOW_IMMEDIATE or send a plain order."),
        [RejectReason.InvalidInstructions] = new(
            422, "A value of the instructions is off its grid or outside its range."),
        [RejectReason.ListRejected] = new(422, "Another order of the list was refused; its code says why."),
        [RejectReason.InvalidOrderList] = new(422, "The orders do not form a list of this kind."),
        [RejectReason.AccountLocked] = new(
            422, "The account or its owner is locked by a mass cancel; see POST /v1/unlocks."),
        [RejectReason.UnknownOrder] = new(404, "The account has no such order."),
        [RejectReason.TooLateFilled] = new(409, "The order is filled."),
        [RejectReason.TooLateCancelled] = new(409, "The order is cancelled already."),
        [RejectReason.TooLateExpired] = new(409, "The order expired."),
        [RejectReason.OutsideSignedOrder] = new(
            422, "The change is larger, worse priced or longer than what was signed; sign a new version."),
        [RejectReason.BadVersion] = new(
            422, "A new order has version 1, a replacement the same nonce and the next version."),
        [RejectReason.NotAmendable] = new(422, "The order, or this field of it, cannot be changed."),
        [RejectReason.BudgetTooSmall] = new(422, "The budget does not buy one lot."),
    };

    /// <summary>Limits and margin (R2, R6, R7, L7).</summary>
    private static readonly Dictionary<RejectReason, RejectEntry> Risk = new()
    {
        [RejectReason.VenueHalted] = new(422, "The venue is halted; cancels work, try again later."),
        [RejectReason.ConfirmLargeRequired] = new(
            422, "The order is unusually large; sign CONFIRM_LARGE if it is meant."),
        [RejectReason.OrderValueTooLarge] = new(422, "The order is worth more than the account's limit."),
        [RejectReason.OpenOrderLimit] = new(422, "The account has as many open orders or stops as it may have."),
        [RejectReason.PositionLimit] = new(422, "With the order the owner's position could exceed its limit."),
        [RejectReason.OpenInterestLimit] = new(
            422, "With the order the market's open interest could exceed its limit."),
        [RejectReason.DailyLossLimit] = new(
            422, "The account's loss of today has reached its limit; only orders that reduce are accepted."),
        [RejectReason.InsufficientMargin] = new(
            422, "The margin unit has not enough free for the order; see GET /v1/margin."),
        [RejectReason.MarkStale] = new(422, "A mark price is stale; only orders that reduce are accepted."),
        [RejectReason.InLiquidation] = new(422, "The margin unit is being liquidated."),
        [RejectReason.NonceCancelled] = new(422, "The owner cancelled the nonce on chain, alone or with all below."),
        [RejectReason.ForcedExitPending] = new(
            422, "A forced exit may still take more of the account's money than could be locked for it."),
        [RejectReason.SessionKeyUnknown] = new(422, "The account's owner has no such grant; see GET /v1/session-keys."),
        [RejectReason.SessionKeyRevoked] = new(422, "The grant of the session key was revoked."),
        [RejectReason.SessionKeyExpired] = new(422, "The grant of the session key has expired."),
        [RejectReason.SessionKeyScope] = new(
            422, "The grant of the session key does not cover this: action, subaccount, market, or a later expiry."),
        [RejectReason.InvalidQuote] = new(
            400, "The sides are not one buy and one sell that may rest, of this account and market."),
        [RejectReason.QuoteSetUnknown] = new(404, "The quote set has no protection yet; set it first."),
        [RejectReason.QuoteSetFrozen] = new(
            422, "A limit of the quote set's protection was reached; wait or reset it."),
        [RejectReason.QuoteCrossesItself] = new(422, "The side would trade with the other side of its own quote."),
    };

    public static readonly IReadOnlyDictionary<RejectReason, RejectEntry> Orders =
        new Dictionary<RejectReason, RejectEntry>(Entry.Concat(Instructions).Concat(Risk));

    public static readonly IReadOnlyDictionary<CancelRejectReason, RejectEntry> Cancels =
        new Dictionary<CancelRejectReason, RejectEntry>
        {
            [CancelRejectReason.UnknownOrder] = new(404, "The account has no such order."),
            [CancelRejectReason.TooLateFilled] = new(409, "The order is filled."),
            [CancelRejectReason.TooLateCancelled] = new(409, "The order is cancelled already."),
            [CancelRejectReason.TooLateExpired] = new(409, "The order expired."),
            [CancelRejectReason.UnknownMarket] = new(422, "There is no such market."),
            [CancelRejectReason.LimitReached] = new(503, "Too many mass cancels are still at work; ask again."),
            [CancelRejectReason.InvalidFilter] = new(422, "A filter is unknown or out of range."),
            [CancelRejectReason.MarketUncrossing] = new(
                409, "The market's uncrossing takes several commands; ask again after it."),
            [CancelRejectReason.SessionKeyUnknown] = new(
                422, "The account's owner has no such grant; see GET /v1/session-keys."),
            [CancelRejectReason.SessionKeyRevoked] = new(422, "The grant of the session key was revoked."),
            [CancelRejectReason.SessionKeyExpired] = new(422, "The grant of the session key has expired."),
            [CancelRejectReason.SessionKeyScope] = new(
                422, "The grant of the session key does not cover this: action, subaccount or market."),
        };

    public static readonly IReadOnlyDictionary<CommandRejectReason, RejectEntry> Commands =
        new Dictionary<CommandRejectReason, RejectEntry>
        {
            [CommandRejectReason.AlreadyApplied] = new(409, "The same command took effect earlier."),
            [CommandRejectReason.Gap] = new(409, "An earlier command of the series is missing."),
            [CommandRejectReason.UnknownAsset] = new(422, "The asset is not listed."),
            [CommandRejectReason.AssetExists] = new(409, "The asset id or token is listed already."),
            [CommandRejectReason.MarketExists] = new(409, "The market id exists already."),
            [CommandRejectReason.InvalidParameters] = new(422, "The parameters contradict each other or a rule (Q1)."),
            [CommandRejectReason.IllegalTransition] = new(422, "The transition is not legal."),
            [CommandRejectReason.LimitReached] = new(422, "The venue's capacity is used up."),
            [CommandRejectReason.UnknownCommand] = new(422, "The engine does not know this command."),
            [CommandRejectReason.UnknownMarket] = new(422, "There is no such market."),
            [CommandRejectReason.UnknownAccount] = new(422, "The account never had a deposit."),
            [CommandRejectReason.InsufficientFunds] = new(422, "The available balance does not cover it."),
            [CommandRejectReason.InsufficientMargin] = new(
                422, "What would be left does not cover the initial margin."),
            [CommandRejectReason.HasOpenOrders] = new(422, "Cancel the account's orders in that market first."),
            [CommandRejectReason.InvalidNonce] = new(
                422, "The nonce is outside the account's window; sign with a fresh one."),
            [CommandRejectReason.NotSupported] = new(422, "The venue settles trade by trade and does not offer this."),
            [CommandRejectReason.TooEarly] = new(422, "The result cannot be known yet."),
            [CommandRejectReason.UnknownMatch] = new(404, "There is no such match."),
            [CommandRejectReason.TooLate] = new(409, "The match is too old, or on its way to the chain."),
            [CommandRejectReason.InsideNoCancelRange] = new(
                422, "The match is too near the mark price to be taken back."),
            [CommandRejectReason.OrderRefused] = new(422, "An order of the block was refused; its code says why."),
            [CommandRejectReason.SessionKeyExists] = new(
                409, "The key has a grant that is neither revoked nor expired; revoke it first."),
            [CommandRejectReason.SessionKeyUnknown] = new(404, "The owner has no such grant."),
            [CommandRejectReason.SkippedByOperator] = new(
                422, "An operator had the venue pass over this command; nothing happened, send it again."),
        };
}
