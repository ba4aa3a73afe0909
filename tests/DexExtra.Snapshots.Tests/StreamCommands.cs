using DexExtra.Engine;
using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Snapshots.Tests;

/// <summary>Stamped commands of the random streams, with the options of the engine that they were made for.</summary>
internal sealed record StreamCommands(string Name, EngineOptions Options, IReadOnlyList<byte[]> Commands)
{
    /// <summary>Every profile of the differential stream and of the money stream.</summary>
    public static IEnumerable<string> Names =>
        [.. StreamProfile.Names.Select(name => "orders " + name), .. MoneyProfile.Names.Select(name => "money " + name)];

    public static StreamCommands Make(string name, int seed, int count)
    {
        var profile = name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        return name.StartsWith("money", StringComparison.Ordinal)
            ? OfMoney(name, MoneyProfile.Draw(profile, seed), seed, count)
            : OfOrders(name, StreamProfile.Draw(profile, seed), seed, count);
    }

    private static StreamCommands OfOrders(string name, StreamProfile profile, int seed, int count)
    {
        var engine = new Engine.Engine(profile.Options);
        var stream = new CommandStream(profile, seed);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        List<byte[]> commands = [];
        for (var number = 0; number < count; number++)
        {
            commands.Add([.. stream.Next()]);
            engine.Apply(commands[^1], ref sink);
            stream.Observe(sink.Frame);
        }

        return new StreamCommands(name, profile.Options, commands);
    }

    private static StreamCommands OfMoney(string name, MoneyProfile profile, int seed, int count)
    {
        var run = new MoneyRun(profile, seed);
        Assert.Null(run.Run(count));
        return new StreamCommands(name, profile.Options, [.. run.Commands.Select(command => command.Bytes)]);
    }
}
