using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>One public trade (D5). Accounts are not part of it.</summary>
internal readonly record struct TradeRecord(
    ulong MatchId, ulong MarketSequence, Side Aggressor, long PriceTicks, long QuantityLots, long TimestampNs);
