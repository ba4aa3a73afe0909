using DexExtra.Engine.Ahead;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests;

/// <summary>Looking ahead only asks for memory: events and state are the same with it and without it.</summary>
[Trait("rule", "ENG-02")]
public sealed class LookaheadTests
{
    private const int Commands = 3_000;

    public static TheoryData<string> Profiles => [.. StreamProfile.Names];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Announced_commands_give_the_same_bytes_and_the_announcement_changes_no_state(string profile)
    {
        var drawn = StreamProfile.Draw(profile, 23);
        var (commands, frames, hash) = Record(drawn);
        var engine = new Engine(drawn.Options);
        var lookahead = new CommandLookahead(engine);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var announced = 0;
        for (var index = 0; index < Commands; index++)
        {
            var before = index % 500 == 0 ? engine.StateHash() : 0;
            for (; announced < Math.Min(Commands, index + CommandLookahead.Distance); announced++)
            {
                lookahead.Announce(commands[announced]);
            }

            Assert.True(index % 500 != 0 || before == engine.StateHash(), $"profile {profile} command {index}");
            engine.Apply(commands[index], ref sink);
            Assert.True(sink.Frame.SequenceEqual(frames[index]), $"profile {profile} command {index}");
        }

        Assert.Equal(hash, engine.StateHash());
    }

    [Fact]
    public void Bytes_that_are_no_command_are_passed_over()
    {
        var engine = new Engine(new EngineOptions());
        var lookahead = new CommandLookahead(engine);
        var hash = engine.StateHash();
        for (var length = 0; length < 2 * CommandLookahead.Distance; length++)
        {
            var bytes = new byte[length * CommandHeader.SizeBytes / 8];
            bytes.AsSpan().Fill(0xFF);
            lookahead.Announce(bytes);
            lookahead.AnnounceNothing();
        }

        Assert.Equal(hash, engine.StateHash());
    }

    private static (List<byte[]> Commands, List<byte[]> Frames, ulong Hash) Record(StreamProfile drawn)
    {
        var engine = new Engine(drawn.Options);
        var stream = new CommandStream(drawn, 23);
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        var (commands, frames) = (new List<byte[]>(), new List<byte[]>());
        while (commands.Count < Commands)
        {
            var command = stream.Next();
            engine.Apply(command, ref sink);
            stream.Observe(sink.Frame);
            commands.Add(command.ToArray());
            frames.Add(sink.Frame.ToArray());
        }

        return (commands, frames, engine.StateHash());
    }
}
