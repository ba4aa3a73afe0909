using DexExtra.Messages;

namespace DexExtra.Bench.Core;

/// <summary>Reads the trades of event frames, in terms of the workload's ids; a refused command is an error.</summary>
internal sealed class FrameTrades(CommandFeed feed)
{
    private TradeTally _tally = new();

    public ref readonly TradeTally Tally => ref _tally;

    /// <exception cref="BenchException">The engine refused a command.</exception>
    public void Read(ReadOnlySpan<byte> frame)
    {
        foreach (var item in new EventFrame(frame))
        {
            switch (item.Type)
            {
                case EventType.Traded:
                    Add(in item.Body<Traded>());
                    break;
                case EventType.OrderRejected:
                    throw new BenchException($"an order was refused: {item.Body<OrderRejected>().Reason}");
                case EventType.CancelRejected:
                    throw new BenchException($"a cancel was refused: {item.Body<CancelRejected>().Reason}");
                case EventType.CommandRejected:
                    throw new BenchException($"a command was refused: {item.Body<CommandRejected>().Reason}");
                default:
                    break;
            }
        }
    }

    private void Add(in Traded traded)
    {
        var (maker, taker) = traded.Aggressor == Side.Buy
            ? (traded.Sell.OrderId, traded.Buy.OrderId)
            : (traded.Buy.OrderId, traded.Sell.OrderId);
        _tally.Add(feed.RecordId(maker), feed.RecordId(taker), traded.PriceTicks, traded.QuantityLots);
    }
}
