using DexExtra.Messages;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// X1 as this process climbs it: given what the engine knows and what is true, the next single legal step, or null when
/// the engine knows enough. The engine takes only these steps, so a state reached at once is reported rung by rung.
/// </summary>
internal static class SettlementLadder
{
    /// <summary>The match has no result on chain; a transaction may be under way, even a newer one than
    /// known.</summary>
    public static SettlementState? NextUnsettled(SettlementState known, bool isUnderWay, bool isNewAttempt) =>
        known switch
        {
            SettlementState.Matched => SettlementState.Queued,
            SettlementState.Queued or SettlementState.Retrying when isUnderWay => SettlementState.Submitted,
            SettlementState.Mined => SettlementState.Submitted,
            SettlementState.Submitted when !isUnderWay || isNewAttempt => SettlementState.Retrying,
            _ => null,
        };

    /// <summary>The contract has spoken; its word counts for good once the block is final.</summary>
    public static SettlementState? NextSettled(SettlementState known, bool isFinal, bool isFailure) => known switch
    {
        SettlementState.Matched => SettlementState.Queued,
        SettlementState.Queued or SettlementState.Retrying => SettlementState.Submitted,
        SettlementState.Submitted => SettlementState.Mined,
        SettlementState.Mined when isFinal => isFailure ? SettlementState.Failed : SettlementState.Final,
        _ => null,
    };
}
