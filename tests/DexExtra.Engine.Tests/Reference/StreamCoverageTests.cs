using DexExtra.Engine.Inspection;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Reference;

/// <summary>
/// A differential run proves nothing about answers it never provokes: the streams must reach every one.
/// </summary>
public sealed class StreamCoverageTests
{
    [Fact]
    public void The_random_streams_provoke_every_answer_of_the_engine()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 4; seed++)
        {
            Collect(seed, Venue.SmallOptions, seen);
            Collect(100 + seed, DifferentialTests.Tight, seen);
            Collect(200 + seed, DifferentialTests.Backlogged, seen);
        }

        var expected = Enum.GetNames<EventType>().Select(name => "event " + name)
            .Concat(Enum.GetValues<RejectReason>().Where(r => (int)r >= 100).Select(r => $"reject {r}"))
            .Concat(Enum.GetValues<CancelReason>().Where(r => r != CancelReason.ReduceOnlyCap)
                .Select(reason => "cancel " + reason))
            .Concat(Enum.GetNames<SelfTradePrevention>().Select(name => "prevented " + name))
            .Concat(["reduced SelfTrade", "reduced ReduceOnlyCap", "slid", "protected and rested"])
            .Concat(Enum.GetNames<CancelRejectReason>().Select(name => "cancel reject " + name))
            .Concat(Enum.GetNames<CommandRejectReason>().Select(name => "command reject " + name));
        Assert.Empty(expected.Except(seen));
    }

    private static string Describe(in OrderAccepted accepted, Engine engine)
    {
        var flags = accepted.Request.Order.Flags;
        var isTighter = accepted.EffectivePriceTicks != accepted.Request.PriceTicks;
        return isTighter && flags.HasFlag(OrderFlags.PostOnlySlide) ? "slid"
            : isTighter && flags.HasFlag(OrderFlags.RestRemainder) && IsResting(in accepted, engine)
                ? "protected and rested"
            : "accepted";
    }

    private static bool IsResting(in OrderAccepted accepted, Engine engine)
    {
        var book = new BookOrder[engine.View.OpenOrders + 1];
        var order = accepted.Request.Order;
        var count = engine.View.CopyOrders(order.MarketId, order.Side, book);
        var orderId = accepted.OrderId;
        return book.Take(count).Any(resting => resting.OrderId == orderId);
    }

    private static void Collect(int seed, EngineOptions options, HashSet<string> seen)
    {
        var engine = new Engine(options);
        var stream = new CommandStream(seed);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        for (var count = 0; count < 6_000; count++)
        {
            engine.Apply(stream.Next(), ref sink);
            foreach (var item in new EventFrame(sink.Frame))
            {
                seen.Add("event " + item.Type);
                seen.Add(item.Type switch
                {
                    EventType.OrderRejected => $"reject {item.Body<OrderRejected>().Reason}",
                    EventType.OrderCancelled => $"cancel {item.Body<OrderCancelled>().Reason}",
                    EventType.PreventedMatch => $"prevented {item.Body<PreventedMatch>().Mode}",
                    EventType.OrderReduced => $"reduced {item.Body<OrderReduced>().Reason}",
                    EventType.OrderAccepted => Describe(in item.Body<OrderAccepted>(), engine),
                    EventType.CancelRejected => $"cancel reject {item.Body<CancelRejected>().Reason}",
                    EventType.CommandRejected => $"command reject {item.Body<CommandRejected>().Reason}",
                    _ => "other",
                });
            }
        }
    }
}
