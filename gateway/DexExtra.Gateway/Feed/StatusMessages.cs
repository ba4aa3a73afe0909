using System.Buffers;
using System.Text.Json;
using DexExtra.Gateway.Rest;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Writes the messages of the status channel (docs/protocol/feed.md): what a market accepts, its auctions, its mark and
/// index price, its rules. One instance per thread that builds messages.
/// </summary>
internal sealed class StatusMessages
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The market and its sequence, if the event belongs to the status channel.</summary>
    public static bool TryRead(EventFrame.Item item, out uint marketId, out ulong marketSequence)
    {
        (marketId, marketSequence) = item.Type switch
        {
            EventType.MarketStateChanged => Of(
                item.Body<MarketStateChanged>().MarketId, item.Body<MarketStateChanged>().MarketSequence),
            EventType.AuctionIndicated => Of(
                item.Body<AuctionIndicated>().MarketId, item.Body<AuctionIndicated>().MarketSequence),
            EventType.AuctionUncrossed => Of(
                item.Body<AuctionUncrossed>().MarketId, item.Body<AuctionUncrossed>().MarketSequence),
            EventType.MarkPriceChanged => Of(
                item.Body<MarkPriceChanged>().MarketId, item.Body<MarkPriceChanged>().MarketSequence),
            EventType.IndexPriceChanged => Of(
                item.Body<IndexPriceChanged>().MarketId, item.Body<IndexPriceChanged>().MarketSequence),
            EventType.TradingRulesChanged => Of(
                item.Body<TradingRulesChanged>().MarketId, item.Body<TradingRulesChanged>().MarketSequence),
            EventType.ResultChanged => Of(
                item.Body<ResultChanged>().Update.MarketId, item.Body<ResultChanged>().MarketSequence),
            EventType.MarketSettled => Of(
                item.Body<MarketSettled>().MarketId, item.Body<MarketSettled>().MarketSequence),
            EventType.RiskParametersChanged => Of(
                item.Body<RiskParametersChanged>().MarketId, item.Body<RiskParametersChanged>().MarketSequence),
            _ => default,
        };
        return marketSequence != 0;
    }

    /// <summary>Everything that the channel's changes change, as it is now.</summary>
    public byte[] Snapshot(MarketView market, long engineTimeNs) =>
        JsonText.Build(_buffer, "status.snapshot", market.Info.MarketId, json =>
        {
            JsonText.WriteNumber(json, "sequence", market.Sequence);
            JsonText.WriteNumber(json, "lastStatusSequence", market.LastStatusSequence);
            json.WriteString("state", Codes.Of(market.State));
            WriteObject(json, "auction", MarketStatusDto.Auction(market));
            WriteObject(json, "lastAuction", MarketStatusDto.LastAuction(market));
            WritePrice(json, "mark", market.Info, market.MarkTicks);
            WritePrice(json, "index", market.Info, market.IndexTicks);
            WriteObject(json, "rules", MarketStatusDto.Rules(market.Rules));
            WriteObject(json, "result", MarketMoneyDto.Result(market));
            WriteObject(json, "settlement", MarketMoneyDto.Settlement(market));
            WriteObject(json, "risk", MarketMoneyDto.Risk(market));
            JsonText.WriteNumber(json, "engineTime", engineTimeNs);
        });

    /// <summary>One change. The market is the view after the whole frame, of which only constants are used.</summary>
    public byte[] Change(MarketView market, EventFrame.Item item, ulong previousSequence, long engineTimeNs)
    {
        TryRead(item, out var marketId, out var marketSequence);
        var (type, write) = Describe(market.Info, item);
        return JsonText.Build(_buffer, type, marketId, json =>
        {
            JsonText.WriteNumber(json, "sequence", marketSequence);
            JsonText.WriteNumber(json, "previousSequence", previousSequence);
            write(json);
            JsonText.WriteNumber(json, "engineTime", engineTimeNs);
        });
    }

    /// <summary>
    /// When the market ends, how its result is found, what is known of it, and its payout; all of it.
    /// </summary>
    public byte[] Settlement(MarketView market, ulong marketSequence, long engineTimeNs) =>
        JsonText.Build(_buffer, "settlement", market.Info.MarketId, json =>
        {
            var life = market.Info.Request.Life;
            JsonText.WriteNumber(json, "sequence", marketSequence);
            json.WriteString("state", Codes.Of(market.State));
            JsonText.WriteNumber(json, "termination", life.TerminationSeconds);
            JsonText.WriteNumber(json, "observationStart", life.ObservationStartSeconds);
            JsonText.WriteNumber(json, "observationEnd", life.ObservationEndSeconds);
            json.WriteNumber("publicationDelay", life.PublicationDelaySeconds);
            JsonText.WriteNumber(json, "fallbackDeadline", life.FallbackDeadlineSeconds);
            json.WriteString("fallback", Codes.Of(life.Fallback));
            json.WriteString("outOfRange", Codes.Of(life.OutOfRange));
            json.WriteString("questionHash", market.Info.Request.QuestionHash.ToString());
            WriteObject(json, "result", MarketMoneyDto.Result(market));
            WriteObject(json, "settlement", MarketMoneyDto.Settlement(market));
            JsonText.WriteNumber(json, "engineTime", engineTimeNs);
        });

    private static (string Type, Action<Utf8JsonWriter> Write) Describe(MarketInfo info, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.MarketStateChanged:
                var state = item.Body<MarketStateChanged>();
                return ("state", json => WriteState(json, in state));
            case EventType.AuctionIndicated:
                var indicated = item.Body<AuctionIndicated>();
                return ("auction.indicative", json => WriteIndicated(json, info, in indicated));
            case EventType.AuctionUncrossed:
                var uncrossed = item.Body<AuctionUncrossed>();
                return ("auction.uncrossed", json => WriteUncrossed(json, info, in uncrossed));
            case EventType.MarkPriceChanged:
                var mark = item.Body<MarkPriceChanged>().PriceTicks;
                return ("mark", json => WritePrice(json, "mark", info, mark));
            case EventType.IndexPriceChanged:
                var index = item.Body<IndexPriceChanged>().PriceTicks;
                return ("index", json => WritePrice(json, "index", info, index));
            case EventType.ResultChanged:
                var result = item.Body<ResultChanged>();
                return ("result", json => WriteObject(json, "result", MarketMoneyDto.Result(info, result)));
            case EventType.MarketSettled:
                var settled = item.Body<MarketSettled>();
                return ("settled", json => WriteObject(json, "settlement", MarketMoneyDto.Settlement(info, settled)));
            case EventType.RiskParametersChanged:
                var risk = item.Body<RiskParametersChanged>().Parameters;
                return ("risk", json => WriteObject(json, "risk", MarketMoneyDto.Risk(risk)));
            default:
                var rules = item.Body<TradingRulesChanged>().Rules;
                return ("rules", json => WriteObject(json, "rules", MarketStatusDto.Rules(rules)));
        }
    }

    private static void WriteState(Utf8JsonWriter json, in MarketStateChanged change)
    {
        json.WriteString("state", Codes.Of(change.State));
        json.WriteString("cause", Codes.Of(change.Cause));
        WriteObject(json, "auction", change.AuctionId == 0 ? null : new
        {
            kind = Codes.Of(change.Auction),
            auctionId = Dto.Text(change.AuctionId),
            earliestEndNs = Dto.Text(change.EarliestEndNs),
        });
    }

    private static void WriteIndicated(Utf8JsonWriter json, MarketInfo info, in AuctionIndicated indicated)
    {
        JsonText.WriteNumber(json, "auctionId", indicated.AuctionId);
        WritePrice(json, "price", info, indicated.HasPrice != 0 ? indicated.PriceTicks : null);
        JsonText.WriteNumber(json, "volumeLots", indicated.VolumeLots);
        JsonText.WriteNumber(json, "surplusLots", indicated.SurplusLots);
        JsonText.WriteSide(json, "surplusSide", indicated.SurplusSide);
        json.WriteBoolean("indicative", true);
    }

    private static void WriteUncrossed(Utf8JsonWriter json, MarketInfo info, in AuctionUncrossed uncrossed)
    {
        JsonText.WriteNumber(json, "auctionId", uncrossed.AuctionId);
        WritePrice(json, "price", info, uncrossed.HasPrice != 0 ? uncrossed.PriceTicks : null);
        JsonText.WriteNumber(json, "volumeLots", uncrossed.VolumeLots);
        JsonText.WriteNumber(json, "preventedLots", uncrossed.PreventedLots);
        json.WriteBoolean("indicative", false);
    }

    /// <summary>The decimal and, beside it, the ticks; both null when there is no price.</summary>
    private static void WritePrice(Utf8JsonWriter json, string name, MarketInfo info, long? ticks)
    {
        json.WriteString(name, ticks is { } value ? info.Price(value) : null);
        json.WriteString(name + "Ticks", ticks is { } exact ? Dto.Text(exact) : null);
    }

    private static void WriteObject<T>(Utf8JsonWriter json, string name, T value)
    {
        json.WritePropertyName(name);
        JsonSerializer.Serialize(json, value, RestJson.Options);
    }

    private static (uint MarketId, ulong MarketSequence) Of(uint marketId, ulong marketSequence) =>
        (marketId, marketSequence);
}
