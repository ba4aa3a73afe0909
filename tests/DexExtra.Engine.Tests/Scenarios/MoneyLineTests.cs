using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Tests.Scenarios;

/// <summary>
/// Every command about money in the words of a scenario: what is written from a command, its fields any at all, is read
/// as the same bytes; and every event of money has its fields in JSON.
/// </summary>
[Trait("rule", "ENG-01")]
public sealed class MoneyLineTests
{
    private static readonly CommandType[] Types =
        [.. Enum.GetValues<CommandType>().Where(type => type >= CommandType.SetFeeSchedule)];

    [Fact]
    public void Every_command_is_written_and_read_as_the_same_bytes()
    {
        var random = new Random(4);
        var commands = new List<byte[]>();
        foreach (var type in Types.Where(type => type != CommandType.BlockTrade))
        {
            commands.Add(Command(type, random, isBlank: true));
            commands.Add(Command(type, random, isBlank: false));
        }

        var stamped = Sequencer.Stamp([.. commands.Select(bytes => new RecordedCommand(bytes, false))]);
        var lines = ScenarioWriter.Write("money", new EngineOptions(), stamped, null);
        Assert.DoesNotContain(lines, line => line.Contains("\"raw\"", StringComparison.Ordinal));
        var frames = ScenarioRunner.Run(lines, _ => new Nobody()).Frames;
        Assert.Equal(commands.Count, frames.Count);
        Assert.All(commands.Zip(frames), pair => Assert.Equal(
            Convert.ToHexString(pair.First.AsSpan(CommandHeader.SizeBytes)),
            Convert.ToHexString(pair.Second.Command.AsSpan(CommandHeader.SizeBytes))));
    }

    [Fact]
    public void Every_event_of_money_is_described()
    {
        Assert.All(Enum.GetValues<EventType>(), type =>
        {
            var frame = new EventFrameWriter(new byte[64 * 1024]);
            frame.Begin(new CommandHeader { Sequence = 1 });
            frame.Append(type, default(Blank));
            frame.End();
            Assert.Equal(
                type.ToString(), EventJson.Describe(frame.Frame, new ScenarioNames()).Single()["event"]!.ToString());
        });
    }

    [Fact]
    public void A_fee_schedule_shows_all_its_tiers()
    {
        var schedule = new SetFeeSchedule { Count = 8 };
        for (var index = 0; index < FeeTiers.Capacity; index++)
        {
            schedule.Tiers[index] = new FeeTier { MinVolume = 100 + index, TakerDiscountBp = (uint)index };
        }

        var frame = new EventFrameWriter(new byte[64 * 1024]);
        frame.Begin(new CommandHeader { Sequence = 1 });
        frame.Append(EventType.FeeScheduleChanged, new FeeScheduleChanged { Schedule = schedule });
        frame.End();
        var json = EventJson.Describe(frame.Frame, new ScenarioNames()).Single();
        Assert.Equal(
            "8 100 107 7",
            $"{json["count"]} {json["tier1"]!["minVolume"]} {Tier(json, "minVolume")} {Tier(json, "takerDiscountBp")}");

        static string Tier(System.Text.Json.Nodes.JsonObject json, string name) => json["tier8"]![name]!.ToString();
    }

    /// <summary>A body of zeros, or of small random numbers in every field; padding stays zero.</summary>
    private static byte[] Command(CommandType type, Random random, bool isBlank)
    {
        var body = Activator.CreateInstance(typeof(CommandType).Assembly.GetType($"DexExtra.Messages.{type}")!)!;
        body = isBlank ? body : body is SetFeeSchedule ? Schedule(random) : Filled(body, random);
        var write = typeof(MoneyLineTests).GetMethod(nameof(Bytes), BindingFlags.NonPublic | BindingFlags.Static)!;
        return (byte[])write.MakeGenericMethod(body.GetType()).Invoke(null, [type, body])!;
    }

    private static byte[] Bytes<TBody>(CommandType type, TBody body)
        where TBody : unmanaged
    {
        var command = new byte[CommandCodec.LengthOf(type)];
        CommandCodec.Write(command, type, in body, 0, 0);
        CommandCodec.Header(command.AsSpan()).TimestampNs = ScenarioClock.StartNs;
        return command;
    }

    private static object Filled(object body, Random random)
    {
        foreach (var field in FieldText.Fields(body.GetType()))
        {
            field.SetValue(body, ValueOf(field.FieldType, random));
        }

        return body;
    }

    private static object ValueOf(Type type, Random random)
    {
        var number = random.Next(1, 100);
        return type == typeof(AccountId) ? ScenarioNames.Account(number % 8, (uint)number)
            : type == typeof(Address) ? ScenarioNames.Account(number, 0).Owner
            : type == typeof(Int128) ? -number * Int128.One
            : type == typeof(Hash32) ? new Hash32(Enumerable.Repeat((byte)number, Hash32.SizeBytes).ToArray())
            : type.IsEnum ? Enum.ToObject(type, number)
            : type.IsPrimitive ? Convert.ChangeType(number, type, CultureInfo.InvariantCulture)
            : Filled(Activator.CreateInstance(type)!, random);
    }

    private static SetFeeSchedule Schedule(Random random)
    {
        var schedule = new SetFeeSchedule { Count = 3 };
        for (var index = 0; index < FeeTiers.Capacity; index++)
        {
            schedule.Tiers[index] = (FeeTier)Filled(default(FeeTier), random);
        }

        return schedule;
    }

    /// <summary>Answers nothing: only the bytes that are sent matter here.</summary>
    private sealed class Nobody : IVenue
    {
        private EventFrameWriter _frame = new(new byte[1024]);

        public ReadOnlySpan<byte> Apply(ReadOnlySpan<byte> command)
        {
            _frame.Begin(in CommandCodec.Header(command));
            _frame.End();
            return _frame.Frame;
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 640)]
    private struct Blank;
}
