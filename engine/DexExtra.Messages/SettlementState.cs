namespace DexExtra.Messages;

/// <summary>
/// X1 ladder of one match. Requirement names: PENDING = Matched, Queued; SETTLING = Submitted, Mined, Retrying;
/// SETTLED = Final. Failed is terminal for the contract's verdict on one trade.
/// </summary>
public enum SettlementState : byte
{
    Matched = 1,
    Queued = 2,
    Submitted = 3,
    Mined = 4,
    Final = 5,
    Retrying = 6,
    Failed = 7,
}
