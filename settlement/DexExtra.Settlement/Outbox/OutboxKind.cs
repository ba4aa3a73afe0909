namespace DexExtra.Settlement.Outbox;

/// <summary>What a transaction of the operator is for. Numbers are on disk.</summary>
internal enum OutboxKind
{
    RegisterMarket = 1,
    Settle = 2,
    RegisterSessionKey = 3,
    RevokeSessionKey = 4,
}
