using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// The engine's own answer about a margin unit and what an order would do to it; code is what the order would be
/// refused with.
/// </summary>
internal sealed record MarginReportDto(
    uint MarketId,
    uint AssetId,
    string Equity,
    string Collateral,
    string InitialMargin,
    string MaintenanceMargin,
    string Free,
    string Withdrawable,
    string Owed,
    string Hold,
    string InitialMarginAfter,
    string FreeAfter,
    string BuyingPowerLots,
    [property: Words(typeof(RejectReason))] string? Code,
    string Sequence);
