using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>A match that FAILED on chain for good, not taken back by the engine yet (X4). One thread.</summary>
internal sealed class FailedMatch(MatchEntry match, ushort code)
{
    public MatchEntry Match { get; } = match;

    /// <summary>The contract's reason.</summary>
    public ushort Code { get; } = code;

    /// <summary>When the engine was last asked, monotonic milliseconds; null: not by this process.</summary>
    public long? AskedAtMs { get; set; }

    /// <summary>Why the engine could not yet; null: it has not said so.</summary>
    public CommandRejectReason? Refusal { get; set; }
}
