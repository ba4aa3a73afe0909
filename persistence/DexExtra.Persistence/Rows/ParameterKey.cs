using DexExtra.Messages;

namespace DexExtra.Persistence.Rows;

/// <summary>What parameters are of; null where they are not of such a thing.</summary>
internal readonly record struct ParameterKey(
    uint? MarketId = null, uint? AssetId = null, AccountId? Account = null);
