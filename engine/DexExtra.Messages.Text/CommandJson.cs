using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;

namespace DexExtra.Messages.Text;

/// <summary>A command as one JSON object: what its header says, then every field of its body that is not 0.</summary>
public static class CommandJson
{
    private delegate object Reader(ReadOnlySpan<byte> command);

    private static readonly FrozenDictionary<CommandType, Reader> Readers = new Dictionary<CommandType, Reader>
    {
        [CommandType.NewOrder] = Read<NewOrder>,
        [CommandType.CancelOrder] = Read<CancelOrder>,
        [CommandType.ListAsset] = Read<ListAsset>,
        [CommandType.CreateMarket] = Read<CreateMarket>,
        [CommandType.Deposit] = Read<Deposit>,
        [CommandType.SettlementUpdate] = Read<SettlementUpdate>,
        [CommandType.NewOrderList] = Read<NewOrderList>,
        [CommandType.AmendOrder] = Read<AmendOrder>,
        [CommandType.ReplaceOrder] = Read<ReplaceOrder>,
        [CommandType.MassCancel] = Read<MassCancel>,
        [CommandType.UnlockAccount] = Read<UnlockAccount>,
        [CommandType.SetTradingRules] = Read<SetTradingRules>,
        [CommandType.SetMarketState] = Read<SetMarketState>,
        [CommandType.StartAuction] = Read<StartAuction>,
        [CommandType.SetIndexPrice] = Read<SetIndexPrice>,
        [CommandType.SetFeeSchedule] = static command => new TierList(in CommandCodec.Body<SetFeeSchedule>(command)),
        [CommandType.SetRiskParameters] = Read<SetRiskParameters>,
        [CommandType.SetRiskLimits] = Read<SetRiskLimits>,
        [CommandType.SetCollateral] = Read<SetCollateral>,
        [CommandType.SetCollateralPrice] = Read<SetCollateralPrice>,
        [CommandType.FundTransfer] = Read<FundTransfer>,
        [CommandType.SetMarginMode] = Read<SetMarginMode>,
        [CommandType.AdjustMargin] = Read<AdjustMargin>,
        [CommandType.Transfer] = Read<Transfer>,
        [CommandType.RequestWithdrawal] = Read<RequestWithdrawal>,
        [CommandType.WithdrawalUpdate] = Read<WithdrawalUpdate>,
        [CommandType.SetWithdrawalLimits] = Read<SetWithdrawalLimits>,
        [CommandType.OracleUpdate] = Read<OracleUpdate>,
        [CommandType.SetVenueState] = Read<SetVenueState>,
        [CommandType.QueryMargin] = Read<QueryMargin>,
        [CommandType.BlockTrade] = Read<BlockTrade>,
        [CommandType.BustTrade] = Read<BustTrade>,
        [CommandType.SetSessionKey] = Read<SetSessionKey>,
        [CommandType.OwnerAction] = Read<OwnerAction>,
        [CommandType.MassQuote] = Read<MassQuote>,
        [CommandType.SetQuoteProtection] = Read<SetQuoteProtection>,
    }.ToFrozenDictionary();

    /// <summary>Bytes that are no command of this version come as hex.</summary>
    public static JsonObject Describe(long sequence, ReadOnlySpan<byte> command, IMessageNames names)
    {
        var json = new JsonObject { ["sequence"] = sequence };
        if (!CommandCodec.IsWellFormed(command))
        {
            json["command"] = "MALFORMED";
            json["bytes"] = Convert.ToHexStringLower(command);
            return json;
        }

        ref readonly var header = ref CommandCodec.Header(command);
        json["command"] = header.Type.ToString();
        json["time"] = Time(header.TimestampNs);
        AddNumber(json, "timestampNs", header.TimestampNs);
        AddNumber(json, "sourceId", header.SourceId);
        AddNumber(json, "sourceSession", header.SourceSession);
        AddNumber(json, "sourcePosition", header.SourcePosition);
        AddNumber(json, "correlationId", header.CorrelationId);
        AddNumber(json, "receivedNs", header.ReceivedNs);
        AddNumber(json, "entropy", header.Entropy);
        if (Readers.TryGetValue(header.Type, out var read))
        {
            json["body"] = MessageFields.ToJson(read(command), names);
        }

        return json;
    }

    /// <summary>UTC, ISO 8601, nanoseconds.</summary>
    public static string Time(long timestampNs)
    {
        var seconds = DateTime.UnixEpoch.AddSeconds(timestampNs / Limits.NsPerSecond);
        return string.Create(
            CultureInfo.InvariantCulture, $"{seconds:yyyy-MM-ddTHH:mm:ss}.{timestampNs % Limits.NsPerSecond:D9}Z");
    }

    private static void AddNumber(JsonObject json, string name, Int128 value)
    {
        if (value != 0)
        {
            json[name] = EnumText.Number(value);
        }
    }

    private static object Read<TBody>(ReadOnlySpan<byte> command)
        where TBody : unmanaged => CommandCodec.Body<TBody>(command);
}
