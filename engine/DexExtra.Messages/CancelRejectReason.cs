namespace DexExtra.Messages;

/// <summary>C5: the definite answers to a cancel that cancels nothing.</summary>
public enum CancelRejectReason : ushort
{
    UnknownOrder = 1,
    TooLateFilled = 2,
    TooLateCancelled = 3,
    TooLateExpired = 4,
}
