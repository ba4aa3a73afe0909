using DexExtra.Messages;

namespace DexExtra.Settlement.Trades;

/// <summary>How batches are cut, and who sends them where.</summary>
internal sealed record BatcherOptions
{
    public required Address Operator { get; init; }

    public required Address Exchange { get; init; }

    public required int MaxTrades { get; init; }

    /// <summary>Longest time a match waits for company.</summary>
    public required long MaxAgeMs { get; init; }

    /// <summary>Transactions without a receipt at the same time.</summary>
    public required int MaxInFlight { get; init; }
}
