using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>A settlement token. Immutable.</summary>
internal sealed record AssetInfo(uint AssetId, string Symbol, uint TokenDecimals, Address Token);
