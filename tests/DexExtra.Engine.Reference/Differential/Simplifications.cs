using System.Runtime.InteropServices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>Ways to say less with one command; each may be refused because the failure goes away.</summary>
internal static class Simplifications
{
    public static IEnumerable<Func<RecordedCommand, RecordedCommand>> Of(RecordedCommand command, long? previousNs)
    {
        yield return item => item.With(bytes => CommandCodec.Header(bytes.AsSpan()).Entropy = 0);
        if (previousNs is { } previous)
        {
            yield return item => item.With(bytes => CommandCodec.Header(bytes.AsSpan()).TimestampNs = previous);
            yield return item => item.With(bytes => RoundTime(ref CommandCodec.Header(bytes.AsSpan())));
        }

        if (!CommandCodec.IsWellFormed(command.Bytes))
        {
            yield break;
        }

        foreach (var simpler in command.Header.Type switch
        {
            CommandType.NewOrder => Orders(CommandHeader.SizeBytes),
            CommandType.NewOrderList => Enumerable.Range(0, NewOrderList.MaxLegs)
                .SelectMany(leg => Orders(CommandHeader.SizeBytes + 8 + (leg * NewOrder.SizeBytes))),
            CommandType.MassQuote => Enumerable.Range(0, MassQuote.MaxSides)
                .SelectMany(side => Orders(CommandHeader.SizeBytes + 48 + (side * NewOrder.SizeBytes))),
            CommandType.SetTradingRules => Rules(),
            var type => MoneySimplifications.Of(type),
        })
        {
            yield return simpler;
        }
    }

    private static void RoundTime(ref CommandHeader header) =>
        header.TimestampNs += (Limits.NsPerSecond - (header.TimestampNs % Limits.NsPerSecond)) % Limits.NsPerSecond;

    private static IEnumerable<Func<RecordedCommand, RecordedCommand>> Orders(int offset)
    {
        yield return Change(offset, (ref NewOrder order) => (order.SessionId, order.Tag) = (0, 0));
        yield return Change(offset, (ref NewOrder order) => order.Order.Flags &= ~OrderFlags.Decrement);
        yield return Change(offset, (ref NewOrder order) => order.Order.Instructions.DisplayVariance = 0);
        yield return Change(offset, (ref NewOrder order) => order.Order.Instructions = default);
        yield return Change(offset, (ref NewOrder order) => order.Order.Flags = OrderFlags.None);
        yield return Change(offset, (ref NewOrder order) => Lots(ref order, 1));
        yield return Change(offset, (ref NewOrder order) => Lots(ref order, 2));
        yield return Change(offset, (ref NewOrder order) => Lots(ref order, order.QuantityLots / 2));
    }

    private static void Lots(ref NewOrder order, long lots)
    {
        if (lots > 0 && lots < order.QuantityLots)
        {
            order.Order.Quantity = order.Order.Quantity / (UInt128)order.QuantityLots * (UInt128)lots;
            order.QuantityLots = lots;
        }
    }

    private static IEnumerable<Func<RecordedCommand, RecordedCommand>> Rules()
    {
        var offset = CommandHeader.SizeBytes + 8;
        var plain = TradingRules.Default;
        yield return Change(offset, (ref TradingRules rules) => rules = plain);
        yield return Change(offset, (ref TradingRules rules) => rules.FirstTrigger = default);
        yield return Change(offset, (ref TradingRules rules) => rules.SecondTrigger = default);
        yield return Change(offset, (ref TradingRules rules) => rules.ThirdTrigger = default);
        yield return Change(offset, (ref TradingRules rules) => rules.EntryBandTicks = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.EntryBandVolatility = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.ExecutionBandTicks = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.CascadeTicks = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.MaxCascade = plain.MaxCascade);
        yield return Change(offset, (ref TradingRules rules) =>
            (rules.CollarTicks, rules.CollarWidenTicks, rules.MaxExtensions) = (0, 0, plain.MaxExtensions));
        yield return Change(offset, (ref TradingRules rules) => rules.InitialReferenceTicks = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.MinDisplayLots = 1);
        yield return Change(offset, (ref TradingRules rules) => rules.MinOrderLots = 1);
        yield return Change(offset, (ref TradingRules rules) => rules.MinMarkDepthLots = 1);
        yield return Change(offset, (ref TradingRules rules) => rules.PriceIncrementTicks = 1);
        yield return Change(offset, (ref TradingRules rules) => rules.MaxIcebergParts = plain.MaxIcebergParts);
        yield return Change(offset, (ref TradingRules rules) =>
            (rules.AuctionSeconds, rules.AuctionRandomSeconds) = (plain.AuctionSeconds, plain.AuctionRandomSeconds));
        yield return Change(offset, (ref TradingRules rules) => rules.BatchIntervalMs = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.SessionEndSecondOfDay = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.ScheduledAuctionSecondOfDay = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.OutageSeconds = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.MarkMaxAgeSeconds = 0);
        yield return Change(offset, (ref TradingRules rules) => rules.Allocation = Allocation.PriceTime);
        yield return Change(offset, (ref TradingRules rules) => rules.Flags = TradingFlags.None);
    }

    private delegate void Edit<T>(ref T value);

    private static Func<RecordedCommand, RecordedCommand> Change<T>(int offset, Edit<T> edit)
        where T : unmanaged =>
        command => command.With(bytes => edit(ref MemoryMarshal.AsRef<T>(bytes.AsSpan(offset))));
}
