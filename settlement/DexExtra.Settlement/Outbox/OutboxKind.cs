namespace DexExtra.Settlement.Outbox;

/// <summary>What a transaction of the operator is for. Numbers are on disk.</summary>
internal enum OutboxKind
{
    RegisterMarket = 1,
    Settle = 2,
    RegisterSessionKey = 3,
    RevokeSessionKey = 4,
    Withdraw = 5,
    RecordResult = 6,
    PostPayouts = 7,
    PayPositions = 8,
    PayFunds = 9,
}
