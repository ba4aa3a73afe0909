using DexExtra.Messages;

namespace DexExtra.Settlement.Outbox;

/// <summary>
/// One nonce of the operator and what it carries. Variants are the same call signed with rising fees; at most one of
/// them can ever be mined.
/// First and last are match ids, or twice the id of the market, grant or withdrawal that the call is about.
/// </summary>
internal sealed class OutboxEntry
{
    private readonly List<OutboxVariant> _variants = [];

    public required ulong Nonce { get; init; }

    public required OutboxKind Kind { get; init; }

    public required ulong First { get; init; }

    public required ulong Last { get; init; }

    /// <summary>1 for the first transaction that carried the range.</summary>
    public required uint Attempt { get; init; }

    /// <summary>The contract that is called.</summary>
    public required Address To { get; init; }

    public required ulong GasLimit { get; init; }

    public required byte[] Data { get; init; }

    public IReadOnlyList<OutboxVariant> Variants => _variants;

    /// <summary>The variant with the highest fees.</summary>
    public OutboxVariant Newest => _variants[^1];

    public void Add(OutboxVariant variant) => _variants.Add(variant);
}
