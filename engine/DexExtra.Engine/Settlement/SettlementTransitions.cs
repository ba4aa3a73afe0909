using DexExtra.Messages;

namespace DexExtra.Engine.Settlement;

/// <summary>
/// X1 as data: which states a match may leave for which state. Row = target, bits = allowed predecessors.
/// </summary>
internal static class SettlementTransitions
{
    private static ReadOnlySpan<byte> Predecessors =>
    [
        0, // no state
        0, // Matched: only the engine itself makes matches
        1 << (int)SettlementState.Matched, // Queued
        (1 << (int)SettlementState.Queued) | (1 << (int)SettlementState.Retrying)
            | (1 << (int)SettlementState.Mined), // Submitted, also after a reorg
        1 << (int)SettlementState.Submitted, // Mined
        1 << (int)SettlementState.Mined, // Final
        1 << (int)SettlementState.Submitted, // Retrying
        (1 << (int)SettlementState.Submitted) | (1 << (int)SettlementState.Mined), // Failed
    ];

    public static bool IsKnown(SettlementState state) =>
        state is >= SettlementState.Matched and <= SettlementState.Failed;

    public static bool IsTerminal(SettlementState state) => state is SettlementState.Final or SettlementState.Failed;

    /// <summary>Both states must be known.</summary>
    public static bool IsLegal(SettlementState from, SettlementState to) =>
        (Predecessors[(int)to] & (1 << (int)from)) != 0;
}
