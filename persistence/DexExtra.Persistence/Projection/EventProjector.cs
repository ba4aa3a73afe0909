using DexExtra.Messages;
using DexExtra.Persistence.Copy;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// Turns frames into rows, event by event, from the contents of the events alone: they carry complete results, so
/// nothing is computed a second time. Knows only the markets' constants, for units. One thread.
/// </summary>
internal sealed class EventProjector : IDisposable
{
    private readonly AuditDetail _detail = new();
    private readonly OrderEntryEvents _entries;
    private readonly OrderLifeEvents _lives;
    private readonly TradeEvents _trades;
    private readonly MarketEvents _markets;
    private readonly AccountEvents _accounts;
    private readonly MoneyEvents _money;
    private readonly ParameterEvents _parameters;

    public EventProjector(Dictionary<uint, MarketUnits> markets)
    {
        _entries = new OrderEntryEvents(markets, _detail);
        _lives = new OrderLifeEvents(markets, _detail);
        _trades = new TradeEvents(markets, _detail);
        _markets = new MarketEvents(markets, _detail);
        _accounts = new AccountEvents(_detail);
        _money = new MoneyEvents(markets, _detail);
        _parameters = new ParameterEvents(_detail);
    }

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
            _entries.BeginFrame();
            foreach (var item in frame)
            {
                Contract.Require(item.Index == index, "events out of order");
                Apply(in header, item, new FrameStamp(sequence, index, header.TimestampNs), batch);
                index++;
            }

            Contract.Require(index == header.EventCount, "the frame is shorter than it says");
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
        Contract.Require(header.Sequence == sequence, "the frame carries another sequence");
        Contract.Require(header.Version == CommandHeader.CurrentVersion, $"unknown frame version {header.Version}");
    }

    private void Apply(in EventFrameHeader frame, EventFrame.Item item, FrameStamp stamp, WriteBatch batch)
    {
        var audit = item.Type switch
        {
            EventType.OrderAccepted => _entries.Accepted(in item.Body<OrderAccepted>(), in frame, stamp, batch),
            EventType.OrderRejected => _entries.Rejected(in item.Body<OrderRejected>(), in frame, stamp, batch),
            EventType.OrderStatusReported => _entries.Reported(in item.Body<OrderStatusReported>(), stamp, batch),
            EventType.Traded => _trades.Traded(in item.Body<Traded>(), stamp, batch),
            EventType.PreventedMatch => _trades.Prevented(in item.Body<PreventedMatch>(), stamp, batch),
            EventType.SettlementChanged => _trades.Settled(in item.Body<SettlementUpdate>(), stamp, batch),
            EventType.OrderCancelled => _lives.Cancelled(in item.Body<OrderCancelled>(), stamp, batch),
            EventType.OrderReduced => _lives.Reduced(in item.Body<OrderReduced>(), stamp, batch),
            EventType.OrderTriggered => _lives.Triggered(in item.Body<OrderTriggered>(), stamp, batch),
            EventType.OrderActivated => _lives.Activated(in item.Body<OrderActivated>(), stamp, batch),
            EventType.OrderRepriced => _lives.Repriced(in item.Body<OrderRepriced>(), stamp, batch),
            EventType.OrderAmended => _lives.Amended(in item.Body<OrderAmended>(), stamp, batch),
            EventType.OrderReplaced => _lives.Replaced(in item.Body<OrderReplaced>(), stamp, batch),
            EventType.AssetListed or EventType.MarketCreated or EventType.LevelChanged or EventType.MarketStateChanged
                or EventType.AuctionIndicated or EventType.AuctionUncrossed or EventType.MarkPriceChanged
                or EventType.IndexPriceChanged or EventType.TradingRulesChanged or EventType.OrderShown =>
                _markets.Apply(item, stamp, batch),
            EventType.PositionDebtChanged or EventType.OwnerActionTaken or EventType.ForcedExitChanged
                or (>= EventType.BalanceChanged and <= EventType.FundChanged) =>
                _money.Apply(item, stamp, batch),
            >= EventType.FeeScheduleChanged and <= EventType.VenueStateChanged => _parameters.Apply(item, stamp, batch),
            _ => _accounts.Apply(item, stamp, batch),
        };
        batch.Period.Count(item);
        audit.Encode(batch.Audit, in frame, item.Type, stamp, _detail.Text);
    }
}
