using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Rows;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// Turns frames into rows, event by event, from the contents of the events alone: they carry complete results, so
/// nothing is computed a second time. Knows only the markets' constants, for units. One thread.
/// </summary>
internal sealed class EventProjector(Dictionary<uint, MarketUnits> markets) : IDisposable
{
    private readonly AuditDetail _detail = new();

    public void Dispose() => _detail.Dispose();

    /// <summary>Adds one frame to the batch.</summary>
    /// <exception cref="ProjectionException">The frame cannot become rows; the batch must be thrown away.</exception>
    public void Apply(long sequence, ReadOnlySpan<byte> payload, WriteBatch batch)
    {
        uint index = 0;
        try
        {
            var frame = new EventFrame(payload);
            ref readonly var header = ref frame.Header;
            CheckHeader(sequence, in header);
            foreach (var item in frame)
            {
                Require(item.Index == index, "events out of order");
                Apply(in header, item, new FrameStamp(sequence, index, header.TimestampNs), batch);
                index++;
            }

            Require(index == header.EventCount, "the frame is shorter than it says");
            batch.FrameDone(in header, payload);
        }
        catch (Exception error) when (error is OutOfSchemaException or OverflowException or ContractException
            or ArgumentOutOfRangeException or KeyNotFoundException)
        {
            throw new ProjectionException(sequence, index, error.Message, error);
        }
    }

    private static void CheckHeader(long sequence, in EventFrameHeader header)
    {
        Require(header.Sequence == sequence, "the frame carries another sequence");
        Require(header.Version == CommandHeader.CurrentVersion, $"unknown frame version {header.Version}");
    }

    private static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            throw new ContractException(reason);
        }
    }

    private void Apply(in EventFrameHeader frame, EventFrame.Item item, FrameStamp stamp, WriteBatch batch)
    {
        var audit = item.Type switch
        {
            EventType.AssetListed => Listed(in item.Body<ListAsset>(), stamp, batch),
            EventType.MarketCreated => Created(in item.Body<MarketCreated>(), stamp, batch),
            EventType.OrderAccepted => Accepted(in item.Body<OrderAccepted>(), in frame, stamp, batch),
            EventType.OrderRejected => Rejected(in item.Body<OrderRejected>(), in frame, stamp, batch),
            EventType.OrderStatusReported => Reported(in item.Body<OrderStatusReported>(), stamp, batch),
            EventType.Traded => Trade(in item.Body<Traded>(), stamp, batch),
            EventType.OrderCancelled => Cancelled(in item.Body<OrderCancelled>(), stamp, batch),
            EventType.CancelRejected => CancelRefused(in item.Body<CancelRejected>(), stamp, batch),
            EventType.LevelChanged => Level(in item.Body<LevelChanged>()),
            EventType.DepositCredited => Credited(in item.Body<DepositCredited>(), stamp, batch),
            EventType.SettlementChanged => Settled(in item.Body<SettlementUpdate>(), stamp, batch),
            EventType.PreventedMatch => Prevented(in item.Body<PreventedMatch>(), stamp, batch),
            EventType.OrderReduced => Reduced(in item.Body<OrderReduced>(), stamp, batch),
            EventType.CommandRejected => Refused(in item.Body<CommandRejected>()),
            _ => throw new ContractException($"unknown event type {(ushort)item.Type}"),
        };
        audit.Encode(batch.Audit, in frame, item.Type, stamp, _detail.Text);
    }

    private AuditRow Listed(in ListAsset asset, FrameStamp stamp, WriteBatch batch)
    {
        batch.Assets.Add(new AssetRow(asset, stamp));
        _detail.Write(in asset);
        return default;
    }

    private AuditRow Created(in MarketCreated created, FrameStamp stamp, WriteBatch batch)
    {
        var units = MarketUnits.Of(in created);
        Require(markets.TryAdd(units.MarketId, units), $"market {units.MarketId} created twice");
        batch.NewMarkets.Add(units.MarketId, new MarketRow(created, units, stamp));
        _detail.Write(in created);
        return new AuditRow { MarketId = units.MarketId };
    }

    private AuditRow Accepted(in OrderAccepted accepted, in EventFrameHeader frame, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref accepted.Request.Order.Account;
        var marketId = accepted.Request.Order.MarketId;
        batch.NewOrders.Add(accepted.OrderId, new OrderRow(in accepted, in frame, markets[marketId], stamp));
        batch.Balance(account, accepted.AssetId).Apply(accepted.Available, accepted.Held, stamp);
        batch.Account(account).Apply(accepted.AccountSequence, stamp);
        _detail.Write(in accepted);
        return new AuditRow
        {
            Account = account,
            AccountSequence = accepted.AccountSequence,
            MarketId = marketId,
            OrderId = accepted.OrderId,
        };
    }

    private AuditRow Rejected(in OrderRejected rejected, in EventFrameHeader frame, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref rejected.Request.Order.Account;
        var marketId = rejected.Request.Order.MarketId;
        Require(rejected.Reason != RejectReason.None, "a rejection without a reason");
        batch.NewOrders.Add(
            stamp.Sequence, new OrderRow(in rejected, in frame, markets.GetValueOrDefault(marketId), stamp));
        TouchAccount(account, rejected.AccountSequence, stamp, batch);
        _detail.Write(in rejected);
        return new AuditRow
        {
            Account = account,
            AccountSequence = rejected.AccountSequence,
            MarketId = marketId,
            OrderId = stamp.Sequence,
            Reason = Codes.Of(rejected.Reason),
        };
    }

    private AuditRow Reported(in OrderStatusReported reported, FrameStamp stamp, WriteBatch batch)
    {
        TouchAccount(reported.Account, reported.AccountSequence, stamp, batch);
        _detail.Write(in reported);
        return new AuditRow
        {
            Account = reported.Account,
            AccountSequence = reported.AccountSequence,
            MarketId = reported.MarketId,
            OrderId = reported.OrderId == 0 ? null : reported.OrderId,
            Reason = reported.RejectReason != RejectReason.None ? Codes.Of(reported.RejectReason)
                : reported.CancelReason != 0 ? Codes.Of(reported.CancelReason)
                : null,
        };
    }

    private AuditRow Trade(in Traded trade, FrameStamp stamp, WriteBatch batch)
    {
        var units = markets[trade.MarketId];
        batch.NewMatches.Add(trade.MatchId, new MatchRow(in trade, units, stamp));
        batch.Market(units).Apply(in trade, stamp);
        VaultOperation.EncodeTrade(batch.Vault, in trade, stamp);
        Fill(in trade, in trade.Buy, Side.Buy, units, stamp, batch);
        Fill(in trade, in trade.Sell, Side.Sell, units, stamp, batch);
        _detail.Write(in trade);
        return new AuditRow { MarketId = trade.MarketId, MatchId = trade.MatchId };
    }

    private static void Fill(
        in Traded trade, in TradeSide side, Side direction, MarketUnits units, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(side.OrderId, units).Apply(in side, stamp);
        batch.Balance(side.Account, trade.AssetId).Apply(side.Available, side.Held, stamp);
        batch.Position(side.Account, units).Apply(in trade, in side, direction, stamp);
        batch.Account(side.Account).Apply(side.AccountSequence, stamp);
    }

    private AuditRow Cancelled(in OrderCancelled cancelled, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(cancelled.OrderId, markets[cancelled.MarketId]).Apply(in cancelled, stamp);
        batch.Balance(cancelled.Account, cancelled.AssetId).Apply(cancelled.Available, cancelled.Held, stamp);
        batch.Account(cancelled.Account).Apply(cancelled.AccountSequence, stamp);
        _detail.Write(in cancelled);
        return new AuditRow
        {
            Account = cancelled.Account,
            AccountSequence = cancelled.AccountSequence,
            MarketId = cancelled.MarketId,
            OrderId = cancelled.OrderId,
            Reason = Codes.Of(cancelled.Reason),
        };
    }

    private AuditRow Prevented(in PreventedMatch prevented, FrameStamp stamp, WriteBatch batch)
    {
        Require(Enum.IsDefined(prevented.Mode), $"unknown self-trade prevention mode {(byte)prevented.Mode}");
        TouchAccount(prevented.Taker.Account, prevented.Taker.AccountSequence, stamp, batch);
        TouchAccount(prevented.Maker.Account, prevented.Maker.AccountSequence, stamp, batch);
        _detail.Write(in prevented);
        return new AuditRow { MarketId = prevented.MarketId, Reason = Codes.Of(prevented.Mode) };
    }

    private AuditRow Reduced(in OrderReduced reduced, FrameStamp stamp, WriteBatch batch)
    {
        batch.Order(reduced.OrderId, markets[reduced.MarketId]).Apply(in reduced, stamp);
        batch.Balance(reduced.Account, reduced.AssetId).Apply(reduced.Available, reduced.Held, stamp);
        batch.Account(reduced.Account).Apply(reduced.AccountSequence, stamp);
        _detail.Write(in reduced);
        return new AuditRow
        {
            Account = reduced.Account,
            AccountSequence = reduced.AccountSequence,
            MarketId = reduced.MarketId,
            OrderId = reduced.OrderId,
            Reason = Codes.Of(reduced.Reason),
        };
    }

    private AuditRow CancelRefused(in CancelRejected rejected, FrameStamp stamp, WriteBatch batch)
    {
        TouchAccount(rejected.Account, rejected.AccountSequence, stamp, batch);
        _detail.Write(in rejected);
        return new AuditRow
        {
            Account = rejected.Account,
            AccountSequence = rejected.AccountSequence,
            OrderId = rejected.OrderId == 0 ? null : rejected.OrderId,
            Reason = Codes.Of(rejected.Reason),
        };
    }

    private AuditRow Level(in LevelChanged level)
    {
        _detail.Write(in level);
        return new AuditRow { MarketId = level.MarketId };
    }

    private AuditRow Credited(in DepositCredited credited, FrameStamp stamp, WriteBatch batch)
    {
        ref readonly var account = ref credited.Request.Account;
        VaultOperation.EncodeDeposit(batch.Vault, in credited, stamp);
        batch.Account(account).Apply(credited.AccountSequence, stamp);
        batch.Balance(account, credited.AssetId).Apply(credited.Available, credited.Held, stamp);
        _detail.Write(in credited);
        return new AuditRow { Account = account, AccountSequence = credited.AccountSequence };
    }

    private AuditRow Settled(in SettlementUpdate update, FrameStamp stamp, WriteBatch batch)
    {
        Require(Enum.IsDefined(update.State), $"unknown settlement state {(byte)update.State}");
        Require(update.FirstMatchId <= update.LastMatchId, "a settlement range that ends before it begins");
        Require(update.LastMatchId - update.FirstMatchId < Limits.MaxSettlementRange, "settlement range too long");
        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            batch.Settlement(matchId).Apply(in update, stamp);
        }

        _detail.Write(in update);
        return new AuditRow { MatchId = update.FirstMatchId };
    }

    private AuditRow Refused(in CommandRejected rejected)
    {
        _detail.Write(in rejected);
        return new AuditRow { Reason = Codes.Of(rejected.Reason) };
    }

    /// <summary>Refusals reach unknown accounts too; those have no stream and no row.</summary>
    private static void TouchAccount(AccountId account, ulong accountSequence, FrameStamp stamp, WriteBatch batch)
    {
        if (accountSequence != 0)
        {
            batch.Account(account).Apply(accountSequence, stamp);
        }
    }
}
