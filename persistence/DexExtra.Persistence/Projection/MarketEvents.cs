using DexExtra.Messages;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>Assets, markets, and what markets publish besides trades. One thread.</summary>
internal sealed class MarketEvents(Dictionary<uint, MarketUnits> markets, AuditDetail detail)
{
    public AuditRow Apply(EventFrame.Item item, FrameStamp stamp, WriteBatch batch) => item.Type switch
    {
        EventType.AssetListed => Listed(in item.Body<ListAsset>(), stamp, batch),
        EventType.MarketCreated => Created(in item.Body<MarketCreated>(), stamp, batch),
        EventType.LevelChanged => Level(in item.Body<LevelChanged>(), stamp, batch),
        EventType.MarketStateChanged => StateChanged(in item.Body<MarketStateChanged>(), stamp, batch),
        EventType.AuctionIndicated => Indicated(in item.Body<AuctionIndicated>(), stamp, batch),
        EventType.AuctionUncrossed => Uncrossed(in item.Body<AuctionUncrossed>(), stamp, batch),
        EventType.MarkPriceChanged => Marked(in item.Body<MarkPriceChanged>(), stamp, batch),
        EventType.IndexPriceChanged => Indexed(in item.Body<IndexPriceChanged>(), stamp, batch),
        EventType.OrderShown => Shown(in item.Body<OrderShown>()),
        EventType.TradingRulesChanged => RulesChanged(in item.Body<TradingRulesChanged>(), stamp, batch),
        _ => throw new ContractException($"event type {(ushort)item.Type} is not of a market"),
    };

    private AuditRow Listed(in ListAsset asset, FrameStamp stamp, WriteBatch batch)
    {
        batch.Assets.Add(new AssetRow(asset, stamp));
        detail.Write(in asset);
        return default;
    }

    private AuditRow Created(in MarketCreated created, FrameStamp stamp, WriteBatch batch)
    {
        var units = MarketUnits.Of(in created);
        Contract.Require(markets.TryAdd(units.MarketId, units), $"market {units.MarketId} created twice");
        batch.NewMarkets.Add(units.MarketId, new MarketRow(created, units, stamp));
        detail.Write(in created);
        return new AuditRow { MarketId = units.MarketId };
    }

    private AuditRow Level(in LevelChanged level, FrameStamp stamp, WriteBatch batch)
    {
        Contract.Require(Enum.IsDefined(level.Side), $"unknown side {(byte)level.Side}");
        batch.Level(markets[level.MarketId], in level).Apply(in level, stamp);
        detail.Write(in level);
        return new AuditRow { MarketId = level.MarketId };
    }

    private AuditRow Shown(in OrderShown shown)
    {
        Contract.Require(Enum.IsDefined(shown.Side), $"unknown side {(byte)shown.Side}");
        detail.Write(in shown);
        return new AuditRow { MarketId = shown.MarketId, OrderId = shown.OrderId };
    }

    private AuditRow StateChanged(in MarketStateChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[changed.MarketId];
        Contract.Require((changed.AuctionId == 0) == (changed.Auction == AuctionKind.None), "a call without a kind");
        batch.Market(units).Apply(in changed, stamp);
        StateChangeRow.Encode(batch.StateChanges, in changed, stamp);
        if (changed.AuctionId != 0)
        {
            batch.Auction(units, changed.AuctionId).Apply(in changed, stamp);
        }

        detail.Write(in changed);
        return new AuditRow { MarketId = changed.MarketId, Reason = Codes.Of(changed.Cause) };
    }

    private AuditRow Indicated(in AuctionIndicated indicated, FrameStamp stamp, WriteBatch batch)
    {
        batch.Market(markets[indicated.MarketId]).Apply(in indicated, stamp);
        detail.Write(in indicated);
        return new AuditRow { MarketId = indicated.MarketId };
    }

    private AuditRow Uncrossed(in AuctionUncrossed uncrossed, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[uncrossed.MarketId];
        batch.Market(units).Apply(in uncrossed, stamp);
        batch.Auction(units, uncrossed.AuctionId).Apply(in uncrossed, stamp);
        detail.Write(in uncrossed);
        return new AuditRow { MarketId = uncrossed.MarketId };
    }

    private AuditRow Marked(in MarkPriceChanged mark, FrameStamp stamp, WriteBatch batch)
    {
        batch.Market(markets[mark.MarketId]).Apply(in mark, stamp);
        detail.WritePrice(mark.MarketSequence, mark.PriceTicks);
        return new AuditRow { MarketId = mark.MarketId };
    }

    private AuditRow Indexed(in IndexPriceChanged index, FrameStamp stamp, WriteBatch batch)
    {
        batch.Market(markets[index.MarketId]).Apply(in index, stamp);
        detail.WritePrice(index.MarketSequence, index.PriceTicks);
        return new AuditRow { MarketId = index.MarketId };
    }

    private AuditRow RulesChanged(in TradingRulesChanged changed, FrameStamp stamp, WriteBatch batch)
    {
        batch.Market(markets[changed.MarketId]).Apply(in changed, stamp);
        detail.Write(in changed);
        return new AuditRow { MarketId = changed.MarketId };
    }
}
