using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>An event frame as one JSON object per event: its type, then every field that is not 0.</summary>
public static class EventJson
{
    private delegate object Reader(EventFrame.Item item);

    private static readonly FrozenDictionary<EventType, Reader> Readers = new Dictionary<EventType, Reader>
    {
        [EventType.AssetListed] = Read<ListAsset>,
        [EventType.MarketCreated] = Read<MarketCreated>,
        [EventType.OrderAccepted] = Read<OrderAccepted>,
        [EventType.OrderRejected] = Read<OrderRejected>,
        [EventType.OrderStatusReported] = Read<OrderStatusReported>,
        [EventType.Traded] = Read<Traded>,
        [EventType.OrderCancelled] = Read<OrderCancelled>,
        [EventType.CancelRejected] = Read<CancelRejected>,
        [EventType.LevelChanged] = Read<LevelChanged>,
        [EventType.DepositCredited] = Read<DepositCredited>,
        [EventType.SettlementChanged] = Read<SettlementUpdate>,
        [EventType.CommandRejected] = Read<CommandRejected>,
        [EventType.PreventedMatch] = Read<PreventedMatch>,
        [EventType.OrderReduced] = Read<OrderReduced>,
        [EventType.OrderTriggered] = Read<OrderTriggered>,
        [EventType.OrderActivated] = Read<OrderActivated>,
        [EventType.OrderRepriced] = Read<OrderRepriced>,
        [EventType.OrderShown] = Read<OrderShown>,
        [EventType.OrderAmended] = Read<OrderAmended>,
        [EventType.OrderReplaced] = Read<OrderReplaced>,
        [EventType.AmendRejected] = Read<AmendRejected>,
        [EventType.MassCancelled] = Read<MassCancelled>,
        [EventType.AccountLockChanged] = Read<AccountLockChanged>,
        [EventType.MarketStateChanged] = Read<MarketStateChanged>,
        [EventType.AuctionIndicated] = Read<AuctionIndicated>,
        [EventType.AuctionUncrossed] = Read<AuctionUncrossed>,
        [EventType.MarkPriceChanged] = Read<MarkPriceChanged>,
        [EventType.IndexPriceChanged] = Read<IndexPriceChanged>,
        [EventType.TradingRulesChanged] = Read<TradingRulesChanged>,
        [EventType.BalanceChanged] = Read<BalanceChanged>,
        [EventType.PositionClosed] = Read<PositionClosed>,
        [EventType.PositionSettled] = Read<PositionSettled>,
        [EventType.MarketSettled] = Read<MarketSettled>,
        [EventType.ResultChanged] = Read<ResultChanged>,
        [EventType.MarginCalled] = Read<MarginCalled>,
        [EventType.LiquidationChanged] = Read<LiquidationChanged>,
        [EventType.PositionRanked] = Read<PositionRanked>,
        [EventType.MarginModeChanged] = Read<MarginModeChanged>,
        [EventType.MarginReported] = Read<MarginReported>,
        [EventType.WithdrawalChanged] = Read<WithdrawalChanged>,
        [EventType.FundChanged] = Read<FundChanged>,
        [EventType.FeeScheduleChanged] = static item => new TierList(in item.Body<FeeScheduleChanged>().Schedule),
        [EventType.FeeTierChanged] = Read<FeeTierChanged>,
        [EventType.RiskParametersChanged] = Read<RiskParametersChanged>,
        [EventType.RiskLimitsChanged] = Read<RiskLimitsChanged>,
        [EventType.CollateralChanged] = Read<CollateralChanged>,
        [EventType.CollateralPriceChanged] = Read<CollateralPriceChanged>,
        [EventType.SessionKeyChanged] = Read<SessionKeyChanged>,
        [EventType.WithdrawalLimitsChanged] = Read<WithdrawalLimitsChanged>,
        [EventType.VenueStateChanged] = Read<VenueStateChanged>,
        [EventType.PositionDebtChanged] = Read<PositionDebtChanged>,
        [EventType.OwnerActionTaken] = Read<OwnerActionTaken>,
        [EventType.ForcedExitChanged] = Read<ForcedExitChanged>,
        [EventType.MassQuoted] = Read<MassQuoted>,
        [EventType.QuoteRejected] = Read<QuoteRejected>,
        [EventType.QuoteProtectionChanged] = Read<QuoteProtectionChanged>,
    }.ToFrozenDictionary();

    public static IReadOnlyList<JsonObject> Describe(ReadOnlySpan<byte> frame, IMessageNames names)
    {
        var events = new List<JsonObject>();
        foreach (var item in new EventFrame(frame))
        {
            var json = new JsonObject { ["event"] = item.Type.ToString() };
            if (Readers.TryGetValue(item.Type, out var read))
            {
                AddFields(json, read(item), names);
            }

            events.Add(json);
        }

        return events;
    }

    private static void AddFields(JsonObject json, object body, IMessageNames names)
    {
        foreach (var (name, value) in MessageFields.ToJson(body, names))
        {
            json[name] = value?.DeepClone();
        }
    }

    private static object Read<TBody>(EventFrame.Item item)
        where TBody : unmanaged => MemoryMarshal.AsRef<TBody>(MemoryMarshal.AsBytes(
            new ReadOnlySpan<TBody>(in item.Body<TBody>())));
}
