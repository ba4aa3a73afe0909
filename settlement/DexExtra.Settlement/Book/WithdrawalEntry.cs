using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// One withdrawal that the engine answers for (K2). What its approval says follows from the log alone, so every life of
/// the process signs the same. One thread.
/// </summary>
internal sealed class WithdrawalEntry
{
    public required ulong WithdrawalId { get; init; }

    public required AccountId Account { get; init; }

    public required Address Recipient { get; init; }

    public required Address Token { get; init; }

    /// <summary>Ledger units.</summary>
    public required UInt128 Amount { get; init; }

    /// <summary>Newest match when the engine locked the money: later ones cannot use it.</summary>
    public required ulong SettledThrough { get; init; }

    /// <summary>Newest final block that the log knew then: no payment is in an older one.</summary>
    public required ulong FromBlock { get; init; }

    /// <summary>As the event log says.</summary>
    public WithdrawalState Confirmed { get; set; }

    /// <summary>Last second in which the approval is good; 0 until the log says SIGNED.</summary>
    public ulong DeadlineSeconds { get; set; }

    /// <summary>What was sent to the engine and not seen back; null when nothing is under way.</summary>
    public WithdrawalState? Reported { get; set; }

    /// <summary>When that was sent, monotonic milliseconds.</summary>
    public long ReportedAtMs { get; set; }

    /// <summary>The vault pays the account itself and nobody else.</summary>
    public bool IsPayable => Recipient == Account.Owner;

    /// <summary>An approval may exist: the engine has said SIGNED.</summary>
    public bool IsSigned => Confirmed is WithdrawalState.Signed or WithdrawalState.Sent;
}
