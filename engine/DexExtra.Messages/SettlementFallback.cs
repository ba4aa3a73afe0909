namespace DexExtra.Messages;

/// <summary>M7: what happens without an answer.</summary>
public enum SettlementFallback : byte
{
    /// <summary>Mean mark price over the last window before termination.</summary>
    MarkTwap = 0,

    /// <summary>Mean entry price of everybody; fees are returned.</summary>
    Void = 1,
}
